# The well-known recipe: the handler starts a coroutine that cancels all tasks, gathers them and stops the loop.
# cause: cancel-swallowed
# culprit: consume
# kind: task
# task: consumer
# innocent: shutdown, publish
# uvloop: yes
import asyncio
import signal

running = []


async def publish(queue):
    while True:
        await asyncio.sleep(600)
        await queue.put("message")


async def consume(queue):
    while True:
        try:
            message = await queue.get()  #< frame
            print(message)
        except BaseException as error:  #< construct
            print("caught", repr(error))


async def shutdown(loop):
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    loop.stop()


async def start():
    queue = asyncio.Queue()
    loop = asyncio.get_running_loop()
    running.append(loop.create_task(publish(queue), name="publisher"))
    running.append(loop.create_task(consume(queue), name="consumer"))


def main():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.add_signal_handler(signal.SIGTERM, lambda: asyncio.ensure_future(shutdown(loop)))
    loop.run_until_complete(start())
    loop.call_later(0.1, lambda: print("READY", flush=True))
    try:
        loop.run_forever()
    finally:
        loop.close()


main()
