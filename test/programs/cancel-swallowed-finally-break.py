# `break` in a finally: the inner loop ends, the exception is gone, the outer loop starts anew.
# cause: cancel-swallowed
# culprit: deliver
# kind: task
# innocent: main
import asyncio
import signal


async def deliver(outbox):
    while True:
        for attempt in range(3):
            try:
                print(await outbox.get(), attempt)  #< frame
            finally:  #< construct
                break  #< construct


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    delivery = asyncio.create_task(deliver(asyncio.Queue()), name="delivery")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await delivery


asyncio.run(main())
