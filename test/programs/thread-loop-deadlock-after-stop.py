# The main thread stops the loop of its helper thread, and then hands that loop a last piece of work.
# cause: thread-loop-deadlock
# culprit: Bridge.call
# kind: thread
import asyncio
import signal
import threading


class Bridge:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._serve, name="bridge", daemon=True)

    def _serve(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def start(self):
        self.thread.start()

    def call(self, coro):
        return asyncio.run_coroutine_threadsafe(coro, self.loop).result()  #< frame construct

    async def _flush(self):
        await asyncio.sleep(0.1)

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.call(self._flush())

def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *a: stop.set())
    b = Bridge()
    b.start()
    b.call(asyncio.sleep(0.01))
    print("READY", flush=True)
    while not stop.wait(0.2):
        pass
    b.close()

main()
