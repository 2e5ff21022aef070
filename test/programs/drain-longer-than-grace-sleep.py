# "Wait a minute for the load balancer": a bounded wait, longer than the grace period.
# cause: drain-longer-than-grace
# culprit: Server.close
# kind: task
import asyncio
import signal


class Server:
    def __init__(self):
        self.drain_seconds = 60

    async def close(self):
        await asyncio.sleep(self.drain_seconds)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await Server().close()


asyncio.run(main())
