# The main coroutine itself swallows: nothing has begun to close yet.
# cause: cancel-swallowed
# culprit: Bot.session
# kind: task
# innocent: heartbeat
import asyncio
import signal


class Bot:
    def __init__(self):
        self.updates = asyncio.Queue()

    async def session(self):
        print(await self.updates.get())  #< frame

    async def main(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
        heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
        asyncio.get_running_loop().call_later(0.2, lambda: print("READY", flush=True))
        while True:
            try:
                await self.session()
            except:  #< construct
                await asyncio.sleep(0.01)


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def start():
    await Bot().main()


asyncio.run(start())
