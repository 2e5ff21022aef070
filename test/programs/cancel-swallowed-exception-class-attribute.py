# The types to retry on are an attribute of the class.
# cause: cancel-swallowed
# culprit: Loader.load
# kind: task
# innocent: main
import asyncio
import signal


class Loader:
    retry_on = (OSError, asyncio.CancelledError)

    def __init__(self):
        self.chunks = asyncio.Queue()

    async def load(self):
        while True:
            try:
                chunk = await self.chunks.get()  #< frame
            except self.retry_on as error:  #< construct
                print("again, after", type(error).__name__)
            else:
                print(chunk)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    loading = asyncio.create_task(Loader().load(), name="loader")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await loading


asyncio.run(main())
