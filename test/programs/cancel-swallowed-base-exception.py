# `except BaseException` with logging, and on with the next round.
# cause: cancel-swallowed
# culprit: consume
# kind: task
# innocent: main
import asyncio
import logging
import signal

log = logging.getLogger("consumer")


async def consume(queue):
    while True:
        try:
            message = await queue.get()  #< frame
            print(message)
        except BaseException as error:  #< construct
            log.debug("message failed: %r", error)


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    consumers = [asyncio.create_task(consume(asyncio.Queue()), name="consumer-%d" % n) for n in range(3)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(consumers)


asyncio.run(main())
