# One loop compares what comes with a word that a function of the service is called, too: it never looks at the flag.
# cause: signal-flag-unread
# culprit: Service.poll
# kind: task
# innocent: main
import asyncio
import signal


class Service:
    def __init__(self):
        self.stopping = False
        self.messages = asyncio.Queue()

    def on_term(self):
        self.stopping = True

    async def shutdown(self):
        while not self.stopping:
            await asyncio.sleep(0.1)

    async def poll(self):
        while not self.stopping:
            await asyncio.sleep(3600)
        await self.messages.put({"type": "app.shutdown"})


async def main():
    service = Service()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, service.on_term)
    poller = asyncio.ensure_future(service.poll())
    print("READY", flush=True)
    while True:
        message = await service.messages.get()
        if message["type"] == "app.shutdown":
            break
    await poller


asyncio.run(main())
