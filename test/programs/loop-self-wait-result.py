# A synchronous helper hands a coroutine to the loop and waits for its result, on the loop's own thread.
# cause: loop-self-wait
# culprit: Client.call
# kind: task
# innocent: main, heartbeat
# uvloop: yes
import asyncio
import signal


class Client:
    def __init__(self, loop):
        self.loop = loop

    async def request(self, name):
        await asyncio.sleep(0.01)
        return name

    def call(self, name):
        print("READY", flush=True)
        return asyncio.run_coroutine_threadsafe(self.request(name), self.loop).result()  #< frame construct?


async def heartbeat():
    while True:
        await asyncio.sleep(0.02)


async def handle(client):
    await asyncio.sleep(0.05)
    return client.call("ping")


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.create_task(handle(Client(loop)), name="handler")


asyncio.run(main())
