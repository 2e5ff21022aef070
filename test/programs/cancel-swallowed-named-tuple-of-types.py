# The types to catch stand in a constant of the module.
# cause: cancel-swallowed
# culprit: Mirror.run
# kind: task
# innocent: main
import asyncio
import signal

TRANSIENT = (ConnectionError, asyncio.TimeoutError, asyncio.CancelledError)


class Mirror:
    def __init__(self):
        self.updates = asyncio.Queue()

    async def run(self):
        while True:
            try:
                update = await self.updates.get()  #< frame
                print(update)
            except TRANSIENT as error:  #< construct
                print("retrying after", type(error).__name__)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    mirror = asyncio.create_task(Mirror().run(), name="mirror")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await mirror


asyncio.run(main())
