# Signals are taken by the main thread's handler, all tasks are cancelled through run_coroutine_threadsafe from it.
# cause: cancel-swallowed
# culprit: relay_events
# kind: task
# innocent: stop_everything, idle
import asyncio
import signal
import threading
import time


async def relay_events(source):
    while True:
        try:
            event = await source.get()  #< frame
        except asyncio.CancelledError:  #< construct
            print("relay interrupted")
            continue
        print(event)


async def idle():
    while True:
        await asyncio.sleep(1)


async def stop_everything():
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.wait(others)


class Background:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.run, name="background-loop", daemon=True)
        self.tasks = []

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    async def start(self):
        self.tasks = [asyncio.ensure_future(relay_events(asyncio.Queue())), asyncio.ensure_future(idle())]


def main():
    stopping = []
    signal.signal(signal.SIGTERM, lambda number, frame: stopping.append(number))
    background = Background()
    background.thread.start()
    asyncio.run_coroutine_threadsafe(background.start(), background.loop).result()
    time.sleep(0.1)
    print("READY", flush=True)
    while not stopping:
        time.sleep(0.05)
    asyncio.run_coroutine_threadsafe(stop_everything(), background.loop).result()
    background.loop.call_soon_threadsafe(background.loop.stop)
    background.thread.join()


main()
