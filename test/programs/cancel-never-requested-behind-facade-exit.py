# The exit of a facade without async asks its loop, in another thread, to close, and that waits for a task that nobody cancels.
# cause: cancel-never-requested
# culprit: Flusher.run
# innocent: Client.aclose
# joined: no
import asyncio
import signal
import threading


class Flusher:
    def __init__(self):
        self.buffer = asyncio.Queue()

    async def run(self):
        while True:
            await self.buffer.get()  #< frame


class Client:
    async def start(self):
        self.task = asyncio.ensure_future(Flusher().run())

    async def aclose(self):
        await self.task


class Facade:
    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.client = Client()
        self.call(self.client.start())
        return self

    def __exit__(self, *exception):
        self.call(self.client.aclose())

    def call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
with Facade():
    print("READY", flush=True)
    stop.wait()
