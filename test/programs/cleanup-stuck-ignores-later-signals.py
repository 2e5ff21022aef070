# The handler makes the process deaf for further signals, and cancels: that it ignores SIGTERM now says nothing of the first.
# cause: cleanup-stuck
# culprit: main
# kind: task
import asyncio
import signal


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def stop(*_):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        loop.call_soon_threadsafe(task.cancel)

    signal.signal(signal.SIGTERM, stop)
    loop.call_later(0.1, lambda: print("READY", flush=True))
    try:
        await asyncio.sleep(3600)
    finally:  #< construct?
        await asyncio.Event().wait()  #< frame construct?


asyncio.run(main())
