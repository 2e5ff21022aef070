# The finally of an @asynccontextmanager's generator waits for leases that are never given back.
# cause: cleanup-stuck
# culprit: leases
# kind: task
# task: service
# innocent: main
import asyncio
import contextlib
import signal


@contextlib.asynccontextmanager
async def leases(returned):
    try:
        yield
    finally:  #< construct?
        await returned.wait()  #< frame construct?


async def serve():
    async with leases(asyncio.Event()):  #< construct?
        await asyncio.sleep(3600)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    service = asyncio.create_task(serve(), name="service")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await service


asyncio.run(main())
