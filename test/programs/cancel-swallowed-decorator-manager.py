# The manager is a decorator: its async with stands in contextlib's own frame.
# cause: cancel-swallowed
# culprit: pull | Mirror.run
# innocent: idle
# pythons: 3.10+
import asyncio
import contextlib
import signal


class Tolerant(contextlib.AsyncContextDecorator):
    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, trace):
        return kind is not None


@Tolerant()  #< construct
async def pull(changed):
    await changed.wait()  #< frame


class Mirror:
    async def run(self):
        while True:
            await pull(asyncio.Event())


async def idle():
    await asyncio.sleep(3600)


async def main():
    tasks = [asyncio.ensure_future(one) for one in (Mirror().run(), idle())]

    def stop():
        for task in tasks:
            task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(tasks)


asyncio.run(main())
