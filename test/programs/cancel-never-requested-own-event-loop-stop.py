# run_forever, and a shutdown that awaits its tasks instead of cancelling them before it stops the loop.
# cause: cancel-never-requested
# culprit: Pump.run
# kind: task
# innocent: stop
import asyncio
import signal


class Pump:
    def __init__(self):
        self.strokes = asyncio.Event()

    async def run(self):
        while True:
            await self.strokes.wait()  #< frame
            self.strokes.clear()


async def stop(loop, tasks):
    await asyncio.gather(*tasks)
    loop.stop()


async def start(tasks):
    tasks.append(asyncio.ensure_future(Pump().run()))


def main():
    tasks = []
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.add_signal_handler(signal.SIGTERM, lambda: tasks.append(loop.create_task(stop(loop, list(tasks)))))
    loop.run_until_complete(start(tasks))
    loop.call_later(0.1, lambda: print("READY", flush=True))
    loop.run_forever()
    loop.close()


main()
