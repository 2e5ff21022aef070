# A thread that accepts connections for a health check.
# cause: thread-not-daemon
# culprit: HealthServer.serve
# kind: thread
# thread: health
# innocent: main
import asyncio
import signal
import socket
import threading


class HealthServer:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, name="health").start()

    def serve(self):
        while True:
            connection, _peer = self.listener.accept()  #< frame
            connection.sendall(b"ok\n")
            connection.close()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    HealthServer()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
