# The service cancels its worker itself, and the worker takes the request back: its counter says that nobody ever asked.
# cause: cancel-uncancelled
# culprit: work
# kind: task
# task: worker
# certainty: likely
# pythons: 3.11+
# innocent: main
import asyncio
import signal


async def work():
    while True:
        try:
            await asyncio.sleep(3600)  #< frame
        except asyncio.CancelledError:
            asyncio.current_task().uncancel()  #< construct


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    worker = asyncio.create_task(work(), name="worker")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    worker.cancel()
    await asyncio.wait([worker])


asyncio.run(main())
