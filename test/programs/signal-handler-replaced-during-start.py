# SIGTERM comes while the service still warms up; it goes on to its work by itself, as the handler only tells of the signal.
# cause: signal-handler-replaced
# culprit: on_term
# kind: signal-handler
import asyncio
import signal
import time


def on_term(number, frame):  #< frame
    print("told to stop")


def warm_up():
    time.sleep(0.3)


async def main():
    signal.signal(signal.SIGTERM, on_term)
    print("READY", flush=True)
    warm_up()
    await asyncio.gather(*[asyncio.sleep(900) for _ in range(5)])


asyncio.run(main())
