# A consumer without asyncio, beside which a health endpoint runs on a loop of its own in a daemon thread: nobody waits for that.
# cause: cleanup-stuck
# culprit: Outbox.flush
# kind: thread
# innocent: health, beat
# joined: no
import asyncio
import queue
import signal
import threading


async def beat():
    while True:
        await asyncio.sleep(20)


async def health():
    asyncio.ensure_future(beat())
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        await server.serve_forever()


class Outbox:
    def __init__(self):
        self.acknowledged = queue.Queue()

    def flush(self):
        self.acknowledged.get()  #< frame


def main():
    over = threading.Event()
    outbox = Outbox()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    threading.Thread(target=asyncio.run, args=(health(),), name="health", daemon=True).start()
    print("READY", flush=True)
    while not over.is_set():
        over.wait(0.5)
    outbox.flush()


main()
