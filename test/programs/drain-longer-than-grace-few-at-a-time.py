# What is under way may finish, two at a time: each task is healthy, all of them take longer than the grace period.
# cause: drain-longer-than-grace
# culprit: Mailer.close
# kind: task
# innocent: Mailer.send
# grace: 3
import asyncio
import signal


class Mailer:
    def __init__(self):
        self.slots = asyncio.Semaphore(2)
        self.pending = [asyncio.ensure_future(self.send(number)) for number in range(300)]

    async def send(self, number):
        async with self.slots:
            await asyncio.sleep(0.15)

    async def close(self):
        await asyncio.gather(*self.pending)  #< frame construct


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    mailer = Mailer()
    await asyncio.sleep(0.01)
    print("READY", flush=True)
    await stop.wait()
    await mailer.close()


asyncio.run(main())
