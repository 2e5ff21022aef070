# A profiler's handler takes the place of the service's: what it calls is a function called `stop`, which only tells of its rounds.
# cause: signal-handler-replaced
# culprit: Profiler.on_term
# kind: signal-handler
import asyncio
import signal


class Profiler:
    def __init__(self):
        self.samples = []

    def stop(self):
        print("samples:", len(self.samples), flush=True)

    def on_term(self, signum, frame):
        self.stop()


async def main():
    stop = asyncio.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    profiler = Profiler()
    signal.signal(signal.SIGTERM, profiler.on_term)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
