# The shutdown polls a count of requests in flight, which a context manager keeps.
# cause: cancel-never-requested | drain-waits-for-handler
# culprit: Api.query
# kind: task
# innocent: main, Api.close, Task-1, idle
# joined: no
import asyncio
import contextlib
import signal


class Api:
    in_flight = 0

    @contextlib.contextmanager
    def counted(self):
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1

    async def query(self, answer):
        await answer.wait()  #< frame

    async def handle(self, answer):
        with self.counted():
            await self.query(answer)

    async def close(self):
        while self.in_flight > 0:
            await asyncio.sleep(0.1)


async def idle():
    await asyncio.sleep(1000)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    api = Api()
    started = [asyncio.ensure_future(one) for one in (api.handle(asyncio.Event()), idle())]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await api.close()
    print(len(started))


asyncio.run(main())
