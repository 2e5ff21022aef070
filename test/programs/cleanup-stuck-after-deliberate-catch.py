# The server's function catches the cancellation by its name, and who called it goes on to the shutdown.
# cause: cleanup-stuck
# culprit: Spool.close
# innocent: App.serve
# joined: no
import asyncio
import signal


class Spool:
    def __init__(self):
        self.flushed = asyncio.Event()

    async def close(self):
        await self.flushed.wait()  #< frame


class App:
    def __init__(self):
        self.spool = Spool()

    async def serve(self):
        try:
            while True:
                await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            print("stopping", flush=True)

    async def run(self):
        await self.serve()
        await self.stop()

    async def stop(self):
        await asyncio.sleep(0.1)
        await self.spool.close()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    asyncio.get_running_loop().call_later(0.2, lambda: print("READY", flush=True))
    await App().run()


asyncio.run(main())
