# faulthandler is registered for the signal after the loop's handler: the wake-up descriptor is the loop's still, and nobody writes to it.
# cause: signal-handler-replaced
# kind: loop
# says: faulthandler.register
# joined: no
import asyncio
import faulthandler
import signal
import sys


def trace_on_signals():
    faulthandler.register(signal.SIGTERM, file=sys.stderr, all_threads=True)  #< construct


async def main():
    leaving = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, leaving.set)
    trace_on_signals()
    print("READY", flush=True)
    await leaving.wait()


asyncio.run(main())
