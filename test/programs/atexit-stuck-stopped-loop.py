# An atexit callback hands work to a loop that the service has stopped: no loop waits for anything.
# cause: atexit-stuck
# culprit: Bridge.call
# kind: atexit
import asyncio
import atexit
import signal
import threading


class Bridge:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="loop", daemon=True)
        self.thread.start()

    def call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()  #< frame

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def close(self):
        self.call(asyncio.sleep(0))


bridge = Bridge()
atexit.register(bridge.close)
asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
print("READY", flush=True)
asked.wait()
bridge.stop()
