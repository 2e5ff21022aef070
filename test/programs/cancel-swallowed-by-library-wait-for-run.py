# The same race under asyncio.run's own cancellation: the message arrives together with SIGTERM.
# cause: cancel-swallowed-by-library
# culprit: Receiver.receive
# kind: task
# innocent: main, heartbeat
# pythons: 3.8-3.11
import asyncio
import signal


class Receiver:
    def __init__(self):
        self.arrived = None

    async def receive(self):
        self.arrived = asyncio.get_running_loop().create_future()
        return await asyncio.wait_for(self.arrived, 300)  #< frame construct?

    async def run(self):
        while True:
            try:
                print(await self.receive())
            except Exception as error:
                print("failed", error)


async def heartbeat():
    while True:
        await asyncio.sleep(0.05)


async def main():
    receiver = Receiver()
    receiver_task = asyncio.create_task(receiver.run(), name="receiver")
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    asyncio.get_running_loop().call_soon(lambda: receiver.arrived.set_result("goodbye"))


asyncio.run(main())
