# "Make sure that the child is finished", once more after each cancellation.
# cause: cancel-swallowed
# culprit: Bulkhead.execute
# kind: task
# innocent: main
import asyncio
import signal


class Bulkhead:
    def __init__(self):
        self.limit = asyncio.Semaphore(1)

    async def execute(self, ready):
        async with self.limit:
            while not ready.done():
                try:
                    await asyncio.wait({ready}, timeout=45)  #< frame
                except asyncio.CancelledError:  #< construct
                    print("not before it is finished")
            return ready.result()


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    bulkhead = Bulkhead()
    executing = asyncio.create_task(bulkhead.execute(loop.create_future()), name="bulkhead")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await executing


asyncio.run(main())
