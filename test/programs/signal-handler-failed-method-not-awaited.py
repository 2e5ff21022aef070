# The handler calls a coroutine method of another object, and nobody runs what that makes.
# cause: signal-handler-failed
# culprit: serve.<locals>.<lambda>
# kind: signal-handler
# innocent: main, serve
import asyncio
import signal


class Worker:
    def __init__(self):
        self.done = asyncio.Event()

    async def shutdown(self):
        self.done.set()


async def serve(worker):
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, lambda: worker.shutdown())  #< construct
    print("READY", flush=True)
    await worker.done.wait()


async def main():
    await serve(Worker())


asyncio.run(main())
