# An agent's loop in a daemon thread stands in a synchronous call, which holds nobody up; a thread that is no daemon does.
# cause: thread-not-daemon
# culprit: Uploader.run
# kind: thread
# innocent: push
import asyncio
import signal
import socket
import threading
import time


async def push(address):
    with socket.create_connection(address) as connection:
        connection.recv(1)


class Uploader(threading.Thread):
    def run(self):
        while True:
            time.sleep(0.5)  #< frame


silent = socket.create_server(("127.0.0.1", 0))
agent = threading.Thread(target=lambda: asyncio.run(push(silent.getsockname())), daemon=True)
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
agent.start()
Uploader().start()
time.sleep(0.2)
print("READY", flush=True)
stop.wait()
