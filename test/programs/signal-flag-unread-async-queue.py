# signal.signal sets a module flag; the consumer reads it after each message, and none comes.
# cause: signal-flag-unread
# culprit: consume
# kind: task
# innocent: heartbeat
import asyncio
import signal

shutting_down = False


def handle_sigterm(number, frame):
    global shutting_down
    shutting_down = True


async def heartbeat():
    while True:
        await asyncio.sleep(0.2)


async def consume(queue):
    while not shutting_down:
        message = await queue.get()  #< frame
        print(message)


async def main():
    signal.signal(signal.SIGTERM, handle_sigterm)
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    consumer = asyncio.create_task(consume(asyncio.Queue()), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await consumer
    beat.cancel()


asyncio.run(main())
