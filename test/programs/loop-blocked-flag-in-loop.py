# The handler of signal.signal sets a flag that a task of the loop looks at; another task's synchronous call keeps that from its turn.
# cause: loop-blocked
# culprit: Service.read
# kind: task
# innocent: Service.run
import asyncio
import os
import signal


class Service:
    def __init__(self):
        self.stopping = False
        self.source, self.sink = os.pipe()

    def stop(self, number, frame):
        self.stopping = True

    async def read(self):
        await asyncio.sleep(0.05)
        print("READY", flush=True)
        os.read(self.source, 100)  #< frame construct?

    async def run(self):
        reading = asyncio.create_task(self.read())
        while not self.stopping:
            await asyncio.sleep(0.02)
        reading.cancel()


service = Service()
signal.signal(signal.SIGTERM, service.stop)
asyncio.run(service.run())
