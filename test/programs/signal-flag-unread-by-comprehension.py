# The handler tells those in a list by a generator, and one of them sets a flag that its loop looks at after a long wait.
# cause: signal-flag-unread
# culprit: Consumer.run
# kind: task
import asyncio
import signal


class Bus:
    def __init__(self):
        self.hooks = []

    def emit(self, event):
        return any(hook(event) for hook in self.hooks)


class Consumer:
    def __init__(self, bus):
        self.draining = False
        self.queue = asyncio.Queue()
        bus.hooks.append(self.on_event)

    def on_event(self, event):
        if event == "term":
            self.draining = True

    async def run(self):
        while True:
            if self.draining:
                break
            await self.queue.get()  #< frame


async def main():
    loop = asyncio.get_running_loop()
    bus = Bus()
    consumer = Consumer(bus)
    loop.add_signal_handler(signal.SIGTERM, bus.emit, "term")
    loop.call_later(0.2, lambda: print("READY", flush=True))
    await consumer.run()


asyncio.run(main())
