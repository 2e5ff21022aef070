# A generator that was left with `break` is closed by the loop's shutdown_asyncgens, and its finally waits.
# cause: asyncgen-finalizer-stuck
# culprit: rows
# kind: task
# innocent: main
import asyncio
import signal

cursors = []


async def rows(closed):
    try:
        while True:
            yield 1
    finally:
        await closed.wait()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    cursors.append(rows(asyncio.Event()))
    async for _row in cursors[0]:
        break
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
