# The usual `subprocess.call` wrapper as PID 1: it has no handler, so the kernel drops the signal, and its child never hears.
# It never had the signal: that it would not have passed it on either comes after that.
# cause: signal-dropped-by-pid1
# kind: process
# namespace: pid
# innocent: main
import asyncio
import signal
import subprocess
import sys


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


if sys.argv[1:] == ["serve"]:
    asyncio.run(main())
else:
    sys.exit(subprocess.call([sys.executable, __file__, "serve"]))
