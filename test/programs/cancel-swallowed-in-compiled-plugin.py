# The service compiles its plugins by itself, under a name of its own: that is no library, and there is no file to read.
# cause: cancel-swallowed
# culprit: Plugin.run
import asyncio
import signal

LINES_ABOVE = 9

# Its lines count as those of this file, of which the marks tell.
SOURCE = "\n" * LINES_ABOVE + '''
import asyncio

class Plugin:
    async def run(self, queue):
        while True:
            try:
                await queue.get()  #< frame
            except:  #< construct
                pass
'''

namespace = {}
exec(compile(SOURCE, "<plugin:mailer>", "exec"), namespace)


async def main():
    task = asyncio.ensure_future(namespace["Plugin"]().run(asyncio.Queue()))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([task])


asyncio.run(main())
