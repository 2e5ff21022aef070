# The cancellation lands behind a trampoline, which throws it into the generator that it drives: the clause further out ate it.
# cause: cancel-swallowed
# culprit: drive
# innocent: main
import asyncio
import signal
import sys


def query():
    yield asyncio.sleep(0.01)
    yield asyncio.get_event_loop().create_future()


async def drive(function):
    running = function()
    awaited = next(running)
    while True:
        try:
            value = await awaited  #< frame
        except BaseException:
            try:
                awaited = running.throw(*sys.exc_info()[1:2])
            except StopIteration:
                return None
        else:
            awaited = running.send(value)


class Report:
    async def totals(self):
        while True:
            try:
                return await drive(query)
            except BaseException as error:  #< construct
                print("totals failed:", repr(error))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    task = asyncio.create_task(Report().totals(), name="totals")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await stop.wait()
    task.cancel()
    await asyncio.wait([task])


asyncio.run(main())
