# A thread asks a loop that has ended for a result, and the exit of Python waits for the thread.
# cause: thread-loop-deadlock
# culprit: Reporter.run
# kind: thread
# innocent: main
import asyncio
import signal
import threading


class Reporter(threading.Thread):
    def __init__(self, loop):
        super().__init__(name="reporter")
        self.loop = loop
        self.ended = threading.Event()

    def run(self):
        self.ended.wait()
        asyncio.run_coroutine_threadsafe(self.report(), self.loop).result()  #< frame

    async def report(self):
        print("last report")


async def main(stop):
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


async def prepare():
    return asyncio.Event()


loop = asyncio.new_event_loop()
reporter = Reporter(loop)
reporter.start()
loop.run_until_complete(main(loop.run_until_complete(prepare())))
reporter.ended.set()
