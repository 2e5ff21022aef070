# The shutdown joins a thread in a thread: the job only waits, and the joined thread is to blame.
# cause: thread-join-stuck
# kind: thread
# culprit: Receiver.run
# joined: no
# thread: receiver
import asyncio
import signal
import socket
import threading


class Receiver(threading.Thread):
    def __init__(self):
        super().__init__(name="receiver", daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.closing = False

    def run(self):
        while not self.closing:
            self.socket.recvfrom(1000)  #< frame


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    receiver = Receiver()
    receiver.start()
    print("READY", flush=True)
    await stop.wait()
    receiver.closing = True
    await loop.run_in_executor(None, receiver.join)  #< construct


asyncio.run(main())
