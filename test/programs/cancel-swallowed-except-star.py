# `except*` catches CancelledError too.
# cause: cancel-swallowed
# culprit: Hub.run
# kind: task
# innocent: main
# pythons: 3.11+
import asyncio
import signal


class Hub:
    def __init__(self):
        self.events = asyncio.Queue()

    async def run(self):
        while True:
            try:
                print(await self.events.get())  #< frame
            except* (OSError, asyncio.CancelledError) as group:  #< construct
                print("hub:", group.exceptions)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    hub = asyncio.create_task(Hub().run(), name="hub")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await hub


asyncio.run(main())
