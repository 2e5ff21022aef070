# Deregistering is retried until the registry answers; nobody listens there.
# cause: cleanup-stuck
# culprit: Registration.leave
# kind: task
# task: registration
# innocent: main
import asyncio
import signal
import socket


def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Registration:
    def __init__(self, port):
        self.port = port

    async def leave(self):
        while True:  #< construct?
            try:
                await asyncio.open_connection("127.0.0.1", self.port)  #< frame construct?
                return
            except OSError:  #< construct?
                await asyncio.sleep(0.3)  #< frame construct?

    async def keep(self):
        try:
            await asyncio.Event().wait()
        finally:  #< construct?
            await self.leave()  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    registration_task = asyncio.create_task(Registration(unused_port()).keep(), name="registration")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
