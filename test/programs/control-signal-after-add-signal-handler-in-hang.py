# The same order in a service that hangs for another reason: a swallowed cancellation.
# cause: cancel-swallowed
# culprit: poll
# kind: task
# innocent: count, main
import asyncio
import signal

seen = []


def count(number, frame):
    seen.append(number)


async def poll(queue):
    while True:
        try:
            await queue.get()  #< frame
        except:  #< construct
            pass


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    signal.signal(signal.SIGTERM, count)
    poll_task = asyncio.create_task(poll(asyncio.Queue()), name="poll")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
