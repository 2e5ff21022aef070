# asyncio.to_thread with a read of a socket whose peer is silent.
# cause: executor-job-running
# culprit: Legacy.ask
# kind: thread
# innocent: main
# pythons: 3.9+
# uvloop: yes
import asyncio
import signal
import socket


class Legacy:
    def __init__(self):
        self.connection, self.peer = socket.socketpair()

    def ask(self):
        self.connection.sendall(b"?")
        return self.connection.recv(64)  #< frame


async def refresh(legacy):
    while True:
        print(await asyncio.to_thread(legacy.ask))


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    refresh_task = asyncio.create_task(refresh(Legacy()), name="refresh")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
