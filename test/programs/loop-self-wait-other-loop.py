# The loop's thread joins a thread with a loop of its own, whose task awaits a coroutine of the first.
# cause: loop-self-wait
# culprit: Bridge.close
# kind: task
import asyncio
import signal
import threading


class Bridge:
    def __init__(self, main_loop):
        self.main_loop = main_loop
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.run, name="bridge")

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.serve())

    async def serve(self):
        self.stop = asyncio.Event()
        await self.stop.wait()
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self.flush(), self.main_loop))

    async def flush(self):
        await asyncio.sleep(0.1)

    def close(self):
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join()  #< frame construct


async def main():
    loop = asyncio.get_running_loop()
    bridge = Bridge(loop)
    bridge.thread.start()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    bridge.close()


asyncio.run(main())
