# There is no source, and two managers are around the await: the inner one is a lock of asyncio's, whatever it is called.
# cause: cancel-swallowed
# culprit: take | run
import asyncio
import signal

LINES_ABOVE = 9

# Its lines count as those of this file, of which the marks tell.
SOURCE = "\n" * LINES_ABOVE + '''
import asyncio

class Keeper:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        return True

async def take(found):
    await found.wait()  #< frame

async def run():
    guard, found = asyncio.Lock(), asyncio.Event()
    while True:
        async with Keeper():  #< construct
            async with guard:
                await take(found)
'''

namespace = {}
exec(compile(SOURCE, "<rules:keeper>", "exec"), namespace)


async def main():
    task = asyncio.ensure_future(namespace["run"]())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([task])


asyncio.run(main())
