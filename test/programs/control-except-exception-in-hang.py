# A hang in which a victim's chain stands inside `except Exception` loops: blame the finally that waits, not these.
# cause: cleanup-stuck
# culprit: Uplink.close
# kind: task
# task: uplink
# innocent: main, retry_for_ever, forward
import asyncio
import signal


class Uplink:
    def __init__(self):
        self.closed = asyncio.Event()

    async def close(self):
        await self.closed.wait()  #< frame construct?

    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            await self.close()  #< construct?


async def forward(uplink_task):
    try:
        await asyncio.shield(uplink_task)
    finally:
        await asyncio.wait([uplink_task])


async def retry_for_ever(uplink_task):
    while True:
        try:
            await forward(uplink_task)
        except Exception:
            continue


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    uplink = asyncio.create_task(Uplink().run(), name="uplink")
    forwarder_task = asyncio.create_task(retry_for_ever(uplink), name="forwarder")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
