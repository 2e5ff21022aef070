# The cancellation arrives; the finally block closes the session with a synchronous read of an answer that never comes.
# cause: loop-blocked
# culprit: Session.close
# kind: task
# innocent: main, heartbeat
# uvloop: yes
import asyncio
import signal
import socket


class Session:
    def __init__(self):
        self.connection, self.peer = socket.socketpair()

    async def run(self):
        try:
            while True:
                await asyncio.sleep(1)
        finally:
            self.close()

    def close(self):
        self.connection.sendall(b"QUIT\r\n")
        self.connection.recv(64)  #< frame construct?
        self.connection.close()


async def heartbeat():
    while True:
        await asyncio.sleep(0.02)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    session = asyncio.create_task(Session().run(), name="session")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await session


asyncio.run(main())
