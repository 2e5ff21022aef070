# signal.signal's handler cancels a task; nothing wakes the selector, so the task is not told.
# cause: signal-flag-unread
# culprit: serve
# kind: task
# innocent: main
import asyncio
import signal


async def serve():
    await asyncio.Event().wait()  #< frame


async def main():
    serving = asyncio.ensure_future(serve())
    signal.signal(signal.SIGTERM, lambda *_: serving.cancel())  #< construct
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    try:
        await serving
    except asyncio.CancelledError:
        print("stopped")


asyncio.run(main())
