# Who waits for the rounds gives them up long before they are over: its limit is what takes too long, and nothing else.
# cause: drain-longer-than-grace
# culprit: Exporter.close
# kind: task
# says: this wait would end in
import asyncio
import signal

LIMIT_SECONDS = 12


class Exporter:
    def __init__(self):
        self.sent = 0
        self.pump = None

    async def run(self):
        for _ in range(4000):
            await asyncio.sleep(0.05)
            self.sent += 1

    def start(self):
        self.pump = asyncio.ensure_future(self.run())

    async def close(self):
        await asyncio.wait([self.pump], timeout=LIMIT_SECONDS)  #< frame construct
        self.pump.cancel()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    exporter = Exporter()
    exporter.start()
    print("READY", flush=True)
    await stop.wait()
    await exporter.close()


asyncio.run(main())
