# The shutdown task gathers all tasks, itself among them.
# cause: cleanup-deadlock
# culprit: shutdown
# kind: task
# innocent: work
import asyncio
import signal


async def work(seconds):
    while True:
        await asyncio.sleep(seconds)


async def shutdown(loop):
    tasks = asyncio.all_tasks()
    for task in tasks:
        if task is not asyncio.current_task():
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)  #< frame
    loop.stop()


def main():
    loop = asyncio.new_event_loop()
    loop.add_signal_handler(signal.SIGTERM, lambda: loop.create_task(shutdown(loop)))
    workers = [loop.create_task(work(seconds)) for seconds in (1, 2)]
    loop.call_later(0.1, lambda: print("READY", flush=True))
    loop.run_forever()
    print(len(workers))


main()
