# The callback retries for ever, with pauses.
# cause: atexit-stuck
# culprit: deregister
# kind: atexit
# innocent: main
# uvloop: yes
import asyncio
import atexit
import signal
import time


def deregister(registry):
    while True:
        try:
            raise ConnectionRefusedError(registry)
        except ConnectionRefusedError:
            time.sleep(0.3)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    atexit.register(deregister, "registry:8500")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
