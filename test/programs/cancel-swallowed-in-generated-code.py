# The service makes its rules from templates at run time, under a file name by which code of a library's might go as well.
# cause: cancel-swallowed
# culprit: apply
import asyncio
import signal

LINES_ABOVE = 9

# Its lines count as those of this file, of which the marks tell.
RULE = "\n" * LINES_ABOVE + '''
import asyncio

async def apply(events):
    while True:
        try:
            print(await events.get())  #< frame
        except asyncio.CancelledError:  #< construct
            print("{name} is told to stop")
'''

namespace = {"__name__": "rules"}
exec(compile(RULE.replace("{name}", "quota"), "<generated from template quota>", "exec"), namespace)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    rule = asyncio.ensure_future(namespace["apply"](asyncio.Queue()))
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait({rule})


asyncio.run(main())
