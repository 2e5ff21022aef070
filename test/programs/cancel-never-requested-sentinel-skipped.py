# The handler's word in the queue is taken, and skipped like an empty message.
# cause: cancel-never-requested
# culprit: consume
# innocent: stop
import asyncio
import signal


async def consume(messages):
    while True:
        message = await messages.get()  #< frame
        if not message:
            continue
        print(message)


async def main():
    messages = asyncio.Queue()

    def stop():
        messages.put_nowait(None)

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await consume(messages)


asyncio.run(main())
