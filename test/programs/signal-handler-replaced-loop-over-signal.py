# The service sets its handler with signal.signal; a library's loop.add_signal_handler then takes its place.
# cause: signal-handler-replaced
# culprit: Exporter.flush
# kind: signal-handler
# innocent: main, consume, stop
# uvloop: yes
import asyncio
import signal


class Exporter:
    def __init__(self):
        self.samples = []

    def install(self):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.flush)  #< construct

    def flush(self):  #< frame construct
        self.samples.clear()


async def consume(queue):
    while True:
        await queue.get()


async def main():
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()

    def stop(number, frame):
        loop.call_soon_threadsafe(task.cancel)

    signal.signal(signal.SIGTERM, stop)
    Exporter().install()
    consumer = asyncio.create_task(consume(asyncio.Queue()), name="consumer")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await consumer


asyncio.run(main())
