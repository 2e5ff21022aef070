# signal.signal's handler sets an asyncio.Event; nothing wakes the selector, so the waiter is not run.
# cause: signal-flag-unread
# culprit: main
# kind: task
import asyncio
import signal


async def main():
    stop = asyncio.Event()

    def on_sigterm(number, frame):
        stop.set()

    signal.signal(signal.SIGTERM, on_sigterm)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()  #< frame


asyncio.run(main())
