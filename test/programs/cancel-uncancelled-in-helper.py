# The handler of the signal cancels the main task, and a helper takes each request back.
# cause: cancel-uncancelled
# culprit: Session.receive
# kind: task
# pythons: 3.11+
# joined: no
import asyncio
import signal


def forgive():
    task = asyncio.current_task()
    while task.cancelling():
        task.uncancel()  #< construct


class Session:
    async def receive(self):
        await asyncio.sleep(300)  #< frame

    async def run(self):
        for _attempt in range(1000):
            try:
                await self.receive()
            except asyncio.CancelledError:
                forgive()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    asyncio.get_running_loop().call_later(0.1, lambda: print("READY", flush=True))
    await Session().run()


asyncio.run(main())
