# Six hundred looks whether the workers are through, a tenth of a second apart: a minute, and nobody tells the workers.
# cause: drain-longer-than-grace
# culprit: drain
# kind: task
# innocent: work
import asyncio
import signal


async def work():
    await asyncio.get_running_loop().create_future()


async def drain(workers):
    for _ in range(600):  #< construct
        if all(worker.done() for worker in workers):
            break
        await asyncio.sleep(0.1)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    workers = [asyncio.ensure_future(work()) for _ in range(2)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await drain(workers)


asyncio.run(main())
