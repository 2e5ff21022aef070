# The shutdown joins the loop's thread while it holds the lock that the loop's coroutine takes.
# cause: thread-loop-deadlock
# culprit: LoopThread.stop | main
# kind: thread
# innocent: Poller.run
import asyncio
import signal
import threading


class LoopThread:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="background")

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()  #< frame


class Status:
    def __init__(self):
        self.guard = threading.Lock()
        self.values = {}

    def update(self, name, value):
        with self.guard:
            self.values[name] = value


class Poller:
    def __init__(self, status):
        self.status = status

    async def run(self):
        count = 0
        while True:
            await asyncio.sleep(0.01)
            count += 1
            self.status.update("count", count)


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    status = Status()
    background = LoopThread()
    background.thread.start()
    asyncio.run_coroutine_threadsafe(Poller(status).run(), background.loop)
    while not stop.wait(0.2):
        print("READY", flush=True)
    with status.guard:  #< construct
        threading.Event().wait(0.2)
        last = dict(status.values)
        background.stop()
    print(last)


main()
