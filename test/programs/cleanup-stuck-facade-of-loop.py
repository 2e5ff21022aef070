# A facade without async: its close() hands a coroutine to the loop of another thread, and that waits for what never comes.
# cause: cleanup-stuck
# culprit: Hub.drain
# kind: task
# joined: no
import asyncio
import signal
import threading


class Hub:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="hub", daemon=True)
        self.thread.start()

    async def drain(self):
        await asyncio.Event().wait()  #< frame

    def close(self):
        asyncio.run_coroutine_threadsafe(self.drain(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


def main():
    hub = Hub()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    print("READY", flush=True)
    stop.wait()
    hub.close()


main()
