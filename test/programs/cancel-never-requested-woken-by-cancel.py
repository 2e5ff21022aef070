# cancel() is how this service wakes its worker: the request that is counted is from before the signal, and no other came.
# cause: cancel-never-requested
# culprit: work
# kind: task
# task: worker
# certainty: likely
# innocent: main
# joined: no
# pythons: 3.11+
import asyncio
import signal


async def work():
    while True:
        try:
            await asyncio.sleep(3600)  #< frame
        except asyncio.CancelledError:
            pass


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    worker = asyncio.create_task(work(), name="worker")
    await asyncio.sleep(0.1)
    worker.cancel()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.wait([worker])


asyncio.run(main())
