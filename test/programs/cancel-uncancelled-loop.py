# The handler takes the request back with uncancel() and goes on.
# cause: cancel-uncancelled
# culprit: Guardian.run
# kind: task
# innocent: main
# pythons: 3.11+
# uvloop: yes
import asyncio
import signal


class Guardian:
    def __init__(self):
        self.alarms = asyncio.Queue()

    async def run(self):
        while True:
            try:
                print(await self.alarms.get())  #< frame
            except asyncio.CancelledError:  #< construct?
                asyncio.current_task().uncancel()  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    guardian_task = asyncio.create_task(Guardian().run(), name="guardian")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
