# A consumer that empties a queue which its own work fills again: get() never has to wait, and so never suspends.
# cause: loop-busy
# culprit: consume
# kind: task
# innocent: main
import asyncio
import signal


async def consume(queue):
    while True:  #< frame construct?
        item = await queue.get()  #< frame construct?
        queue.put_nowait(item)  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    queue = asyncio.Queue()
    consuming = asyncio.create_task(consume(queue), name="consume")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    queue.put_nowait(1)
    await consuming


asyncio.run(main())
