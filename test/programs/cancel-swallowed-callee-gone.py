# The helper that caught it has returned; its caller, which has no loop, waits for the next thing.
# cause: cancel-swallowed
# culprit: Import.run
# innocent: idle
# joined: no
import asyncio
import signal


async def quietly(work):
    try:
        return await work
    except BaseException as error:  #< construct
        print(error)


class Import:
    def __init__(self):
        self.rows = asyncio.Queue()
        self.answer = asyncio.Event()

    async def run(self):
        await quietly(self.rows.get())
        await self.answer.wait()  #< frame


async def idle():
    await asyncio.sleep(3600)


async def main():
    tasks = [asyncio.ensure_future(one) for one in (Import().run(), idle())]

    def stop():
        for task in tasks:
            task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(tasks)


asyncio.run(main())
