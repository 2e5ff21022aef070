# Tasks written in Python (a task factory), as debuggers and tracers use them.
# cause: cancel-swallowed
# culprit: poll
# kind: task
# innocent: main, heartbeat
import asyncio
import signal
from asyncio import tasks


class TracedTask(tasks._PyTask):
    pass


def factory(loop, coroutine, **options):
    return TracedTask(coroutine, loop=loop, **options)


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def poll(changes):
    while True:
        try:
            await changes.wait()  #< frame
        except:  #< construct
            pass


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    loop.set_task_factory(factory)
    beating = loop.create_task(heartbeat())
    polling = loop.create_task(poll(asyncio.Event()))
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await polling


asyncio.run(main())
