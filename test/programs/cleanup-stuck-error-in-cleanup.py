# The cleanup itself pauses in the handler of an error, and tries again: the finally is what the task is in.
# cause: cleanup-stuck
# culprit: Lease.give_back
# kind: task
# task: lease
# innocent: main
import asyncio
import signal


class Lease:
    async def give_back(self):
        while True:
            try:
                await asyncio.open_connection("127.0.0.1", 1)
                return
            except OSError:
                await asyncio.sleep(0.2)  #< frame

    async def keep(self, stop):
        try:
            await stop.wait()
        finally:  #< construct
            await self.give_back()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    keeping = asyncio.create_task(Lease().keep(stop), name="lease")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await keeping


asyncio.run(main())
