# The shutdown waits for several queues at once; nobody takes from one of them any more.
# cause: cleanup-stuck
# culprit: App.shutdown
# joined: no
import asyncio
import signal


class App:
    def __init__(self):
        self.queues = [asyncio.Queue(), asyncio.Queue()]

    async def consume(self, queue, last):
        for _ in range(last):
            await queue.get()
            queue.task_done()

    async def shutdown(self):
        joins = [asyncio.ensure_future(queue.join()) for queue in self.queues]
        await asyncio.wait(joins)  #< frame

    async def run(self):
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        for queue in self.queues:
            for number in range(5):
                queue.put_nowait(number)
        consumers = [asyncio.create_task(self.consume(*one)) for one in zip(self.queues, (5, 3))]
        await asyncio.wait(consumers)
        print("READY", flush=True)
        await stop.wait()
        await self.shutdown()


async def main():
    await App().run()


asyncio.run(main())
