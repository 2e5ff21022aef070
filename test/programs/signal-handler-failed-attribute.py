# A typo in the handler: it raises before it cancels anything, and asyncio only logs that.
# cause: signal-handler-failed
# culprit: Service.shutdown
# kind: signal-handler
# innocent: main, Service.poll
# uvloop: yes
import asyncio
import signal


class Service:
    def __init__(self):
        self.name = "poller"
        self.tasks = []

    def start(self):
        self.tasks.append(asyncio.create_task(self.poll(), name="poll"))

    async def poll(self):
        while True:
            await asyncio.sleep(1)

    def shutdown(self):  #< frame construct
        print("stopping " + self.nmae)  #< frame construct
        for task in self.tasks:
            task.cancel()


async def main():
    service = Service()
    service.start()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, service.shutdown)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait(service.tasks)


asyncio.run(main())
