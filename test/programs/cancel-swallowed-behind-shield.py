# The shutdown cancels the sampler, and awaits it behind a shield, so that nothing breaks off its last report.
# cause: cancel-swallowed
# culprit: Sampler.run
# kind: task
# innocent: main
import asyncio
import signal


class Sampler:
    def __init__(self):
        self.missed = 0
        self.running = None

    async def run(self):
        while True:
            try:
                await asyncio.sleep(600)  #< frame
            except asyncio.CancelledError:  #< construct
                self.missed += 1

    async def stop(self):
        self.running.cancel()
        await asyncio.shield(self.running)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sampler = Sampler()
    sampler.running = asyncio.ensure_future(sampler.run())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await sampler.stop()


asyncio.run(main())
