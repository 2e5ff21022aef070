# A helper returns None whatever happens; its caller loops.
# cause: cancel-swallowed
# culprit: next_or_none
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal


async def next_or_none(queue):
    try:
        return await queue.get()  #< frame
    except BaseException:  #< construct
        return None


async def consume(queue):
    while True:
        item = await next_or_none(queue)
        if item is None:
            continue
        print(item)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    consumer = asyncio.create_task(consume(asyncio.Queue()), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await consumer


asyncio.run(main())
