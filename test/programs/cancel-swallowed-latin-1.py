# -*- coding: latin-1 -*-
# A file in another encoding than UTF-8, with names that need it.
# cause: cancel-swallowed
import asyncio
import signal


class Zähler:
    def __init__(self):
        self.müll = asyncio.Queue()

    async def zähle(self):
        while True:
            try:
                stück = await self.müll.get()  #< frame
            except BaseException:  #< construct
                continue
            print(stück)


async def main():
    task = asyncio.ensure_future(Zähler().zähle())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([task])


asyncio.run(main())
