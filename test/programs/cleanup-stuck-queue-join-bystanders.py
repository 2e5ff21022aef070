# queue.join() in the shutdown, but the one consumer has left its loop after a broken item. The tasks that live beside it know
# the queue by `self`, and none of them takes from it: to cancel them ends nothing.
# cause: cleanup-stuck
# culprit: Mailer.close
# kind: task
# joined: no
# innocent: Mailer.deliver, Mailer.report, Mailer.beat
import asyncio
import signal


class Mailer:
    def __init__(self):
        self.outbox = asyncio.Queue()
        self.renewed = asyncio.Event()
        self.sent = {}
        self.tasks = []

    def start(self):
        for part in (self.deliver, self.report, self.beat):
            self.tasks.append(asyncio.ensure_future(part()))

    async def deliver(self):
        while True:
            letter = await self.outbox.get()
            if letter is None:
                break
            self.sent[letter] = True
            self.outbox.task_done()
        await self.renewed.wait()

    async def report(self):
        while self.sent.get("all") is None:
            await asyncio.sleep(0.2)

    async def beat(self):
        while True:
            await asyncio.sleep(0.3)

    async def close(self):
        await self.outbox.join()  #< frame
        for task in self.tasks:
            task.cancel()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    mailer = Mailer()
    for letter in ("a", "b", None, "c", "d"):
        mailer.outbox.put_nowait(letter)
    mailer.start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await mailer.close()


asyncio.run(main())
