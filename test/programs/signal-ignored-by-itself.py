# The service wants to be stopped through its API only, and ignores SIGTERM.
# cause: signal-ignored
# kind: process
# innocent: main
import asyncio
import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)


async def main():
    stop = asyncio.Event()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
