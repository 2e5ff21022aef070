# A callback of the loop that raises an exception of the service's own: the loop logs it, and goes on.
# cause: signal-handler-failed
# culprit: stop
# kind: signal-handler
# innocent: main, consume
import asyncio
import signal


class GracefulExit(Exception):
    pass


def stop():  #< frame construct
    raise GracefulExit()


async def consume(queue):
    while True:
        await queue.get()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    task = asyncio.create_task(consume(asyncio.Queue()))
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await task


asyncio.run(main())
