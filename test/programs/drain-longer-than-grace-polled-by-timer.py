# The handler's callback sets its own timer anew until nothing is left to do, or a minute is over.
# cause: drain-longer-than-grace
# culprit: Shutdown.poll
# kind: signal-handler
import asyncio
import signal
import time


class Poller:
    pending = 0

    async def tick(self):
        Poller.pending += 1
        await asyncio.sleep(3600)
        Poller.pending -= 1


class Shutdown:
    most_seconds = 60

    def __init__(self, loop):
        self.loop = loop
        self.deadline = None

    def on_signal(self, number, frame):
        self.loop.call_soon_threadsafe(self.begin)

    def begin(self):
        self.deadline = time.time() + self.most_seconds
        self.poll()

    def poll(self):
        if time.time() < self.deadline and Poller.pending:  #< construct
            self.loop.call_later(0.3, self.poll)  #< frame
        else:
            self.loop.stop()


loop = asyncio.new_event_loop()
signal.signal(signal.SIGTERM, Shutdown(loop).on_signal)
task = loop.create_task(Poller().tick())
loop.call_later(0.1, lambda: print("READY", flush=True))
loop.run_forever()
