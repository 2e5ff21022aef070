# `await child` in a restart loop: the handler cannot tell its own cancellation from the child's.
# cause: cancel-swallowed
# culprit: Manager.run
# kind: task
# task: manager
# innocent: main
import asyncio
import signal


class Manager:
    async def session(self):
        await asyncio.sleep(600)

    async def run(self):
        while True:
            child = asyncio.ensure_future(self.session())
            try:
                await child  #< frame
            except asyncio.CancelledError:  #< construct
                print("session was cancelled, starting another")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    manager = asyncio.create_task(Manager().run(), name="manager")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await manager


asyncio.run(main())
