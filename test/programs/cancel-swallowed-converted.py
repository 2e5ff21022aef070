# The client turns whatever happens into its own error, and the reconnect loop retries on that.
# cause: cancel-swallowed
# culprit: Client.receive
# kind: task
# innocent: main, heartbeat
import asyncio
import signal


class ConnectionLost(Exception):
    pass


class Client:
    def __init__(self):
        self.frames = asyncio.Queue()

    async def receive(self):
        try:
            return await self.frames.get()  #< frame
        except BaseException as error:  #< construct
            raise ConnectionLost("receive failed") from error


async def run(client):
    while True:
        try:
            print(await client.receive())
        except ConnectionLost:
            await asyncio.sleep(0.05)


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    running = asyncio.create_task(run(Client()), name="client")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await running


asyncio.run(main())
