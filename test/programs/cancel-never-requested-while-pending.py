# "Wait until the others are gone": a poll of all_tasks() in the shutdown, which never cancels them.
# cause: cancel-never-requested
# culprit: subscribe
# kind: task
# innocent: main, shutdown
import asyncio
import signal


async def subscribe(topic):
    while True:
        print(await topic.get())  #< frame


async def shutdown():
    while len(asyncio.all_tasks()) > 1:
        await asyncio.sleep(0.1)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    subscriptions = [asyncio.create_task(subscribe(asyncio.Queue()), name="topic-%d" % n) for n in range(2)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await shutdown()
    print(len(subscriptions))


asyncio.run(main())
