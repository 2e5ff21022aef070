# Two queues in one dict are joined by gather: the consumer of one has died, that of the other has nothing to do.
# cause: cleanup-stuck
# culprit: Bus.stop
# kind: task
# joined: no
# innocent: audit, Bus.pump
import asyncio
import logging
import signal

logging.disable()


class Bus:
    def __init__(self):
        self.queues = {}
        self.tasks = []

    def topic(self, name, receive):
        queue = self.queues[name] = asyncio.Queue()
        task = asyncio.ensure_future(self.pump(queue, receive))
        task.set_name(name)
        self.tasks.append(task)

    async def pump(self, queue, receive):
        while True:
            item = await queue.get()
            receive(item)
            queue.task_done()

    async def stop(self):
        await asyncio.gather(*(queue.join() for queue in self.queues.values()))  #< frame


async def main():
    bus = Bus()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    bus.topic("audit", print)
    bus.topic("mail", lambda message: message.send())
    for number in range(3):
        bus.queues["mail"].put_nowait(number)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await bus.stop()


asyncio.run(main())
