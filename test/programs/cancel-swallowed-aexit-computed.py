# The service's own shutdown cancels the subscriber; the exit of the session awaits its goodbye and says that all is well
# whenever there was an exception at all. The next session waits as the last one did.
# cause: cancel-swallowed
# culprit: subscribe
# kind: task
# innocent: main
# joined: no
import asyncio
import signal


class Session:
    def __init__(self):
        self.errors = []

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, trace):
        if error is not None:
            self.errors.append(kind.__name__)
        await asyncio.sleep(0)
        return len(self.errors) > 0


async def subscribe():
    while True:
        async with Session():  #< construct
            await asyncio.sleep(7200)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    jobs = [asyncio.ensure_future(subscribe()), asyncio.ensure_future(asyncio.sleep(3600))]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)


asyncio.run(main())
