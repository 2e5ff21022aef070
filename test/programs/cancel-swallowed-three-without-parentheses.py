# Three names without parentheses, as formatters write them for Python 3.14, and the clause's body on the same line.
# cause: cancel-swallowed
# culprit: fetch
# pythons: >=3.14
import asyncio
import signal


async def fetch(queue):
    while True:
        try:
            await queue.get()  #< frame
        except OSError, TimeoutError, asyncio.CancelledError: print("again")  #< construct


async def main():
    task = asyncio.create_task(fetch(asyncio.Queue()))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    print("READY", flush=True)
    await task


asyncio.run(main())
