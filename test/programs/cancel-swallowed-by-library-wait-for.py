# wait_for up to 3.11: the awaited future completes in the tick of the cancellation, and wait_for returns its result.
# cause: cancel-swallowed-by-library
# culprit: consume
# kind: task
# innocent: main
# pythons: 3.8-3.11
# uvloop: yes
import asyncio
import signal


async def consume(queue):
    while True:
        item = await asyncio.wait_for(queue.get(), timeout=120)  #< frame construct?
        print(item)


async def main():
    queue = asyncio.Queue()
    consumer = asyncio.create_task(consume(queue), name="consumer")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    queue.put_nowait("the last one")
    consumer.cancel()
    await asyncio.gather(consumer, return_exceptions=True)


asyncio.run(main())
