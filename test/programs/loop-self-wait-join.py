# In its cleanup a coroutine joins a thread, and the thread waits for the loop.
# cause: loop-self-wait
# culprit: Publisher.close | Publisher.work
# kind: task | thread
import asyncio
import signal
import threading


class Publisher:
    def __init__(self, loop):
        self.loop = loop
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self.work, name="publisher")
        self.thread.start()

    async def confirm(self):
        await asyncio.sleep(0)

    def work(self):
        self.closing.wait()
        asyncio.run_coroutine_threadsafe(self.confirm(), self.loop).result()  #< frame construct?

    async def close(self):
        self.closing.set()
        self.thread.join()  #< frame construct?


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    publisher = Publisher(loop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await publisher.close()


asyncio.run(main())
