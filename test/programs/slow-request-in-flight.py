# A drain that lets a request end, as it should: the request is what took the time.
# cause: cancel-never-requested
# culprit: Api.report
# kind: task
# task: request-2
# innocent: main
# outcome: slow
# grace: 30
# slow: 2
# uvloop: yes
import asyncio
import signal


class Api:
    async def ping(self):
        await asyncio.sleep(0.4)

    async def report(self, stop):
        await stop.wait()
        await asyncio.sleep(6)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    api = Api()
    requests = [
        asyncio.create_task(api.ping(), name="request-1"),
        asyncio.create_task(api.report(stop), name="request-2"),
    ]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.gather(*requests)


asyncio.run(main())
