# A drain that looks at the date, in a zone without summer time, until two minutes are over.
# cause: drain-longer-than-grace
# culprit: Importer.drain
# kind: task
import asyncio
import os
import signal
import time
from datetime import datetime, timedelta

os.environ["TZ"] = "Asia/Tokyo"
time.tzset()

DRAIN_LIMIT = timedelta(minutes=2)


class Importer:
    def __init__(self):
        self.active = 3

    async def drain(self):
        deadline = datetime.now() + DRAIN_LIMIT
        while self.active > 0 and datetime.now() < deadline:  #< construct
            await asyncio.sleep(0.1)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    importer = Importer()
    print("READY", flush=True)
    await stop.wait()
    await importer.drain()


asyncio.run(main())
