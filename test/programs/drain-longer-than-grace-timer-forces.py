# A shutdown waits until the connections are gone; a timer drops them after two minutes, by a method two calls away from the future.
# cause: drain-longer-than-grace
# culprit: Hub.shut_down
# kind: task
# joined: no
# uvloop: yes
import asyncio
import signal


class Hub:
    def __init__(self):
        self.peers = {"one", "two"}
        self.gone = None

    def drop_all(self):
        self.peers.clear()
        self.settle()

    def settle(self):
        if not self.peers and not self.gone.done():
            self.gone.set_result(None)

    async def shut_down(self, seconds):
        loop = asyncio.get_running_loop()
        self.gone = loop.create_future()
        timer = loop.call_later(seconds, self.drop_all)
        try:
            await self.gone  #< frame construct?
        finally:
            timer.cancel()


async def main():
    hub = Hub()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await hub.shut_down(120)


asyncio.run(main())
