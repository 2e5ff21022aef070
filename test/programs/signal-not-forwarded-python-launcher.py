# A launcher written in Python notes the signal and keeps waiting for the service, which it does not tell.
# cause: signal-not-forwarded
# kind: process
# innocent: main, tick
import asyncio
import signal
import subprocess
import sys


async def tick():
    while True:
        await asyncio.sleep(1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await ticker


def launch():
    signal.signal(signal.SIGTERM, lambda number, frame: print("service is stopping", file=sys.stderr))
    service = subprocess.Popen([sys.executable, __file__, "serve"])
    sys.exit(service.wait())


if sys.argv[1:] == ["serve"]:
    asyncio.run(main())
else:
    launch()
