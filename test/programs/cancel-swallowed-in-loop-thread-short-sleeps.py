# The main thread has seen the flag, has the task cancelled in the loop of another thread and joins that; the task takes short sleeps,
# and its `except` keeps the cancellation.
# cause: cancel-swallowed
# culprit: Feed.poll
# kind: task
# joined: no
import asyncio
import signal
import threading


class Feed:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.task = None
        self.thread = threading.Thread(target=self.run, name="feed")

    def run(self):
        self.task = self.loop.create_task(self.poll())
        self.loop.run_until_complete(self.task)

    async def poll(self):
        while True:
            try:
                await asyncio.sleep(0.06)  #< frame
            except asyncio.CancelledError:  #< construct
                print("feed goes on", flush=True)

    def stop(self):
        self.loop.call_soon_threadsafe(self.task.cancel)
        self.thread.join()


def main():
    leaving = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: leaving.set())
    feed = Feed()
    feed.thread.start()
    print("READY", flush=True)
    leaving.wait()
    feed.stop()


main()
