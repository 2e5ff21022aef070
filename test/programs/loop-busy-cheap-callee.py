# What computes without end is the loop; a look meets the short call in it as often as not.
# cause: loop-busy
# culprit: Index.rebuild
# kind: task
# innocent: score, heartbeat
import asyncio
import signal


async def score(document):
    return len(document) * 3


class Index:
    def __init__(self):
        self.total = 0
        self.documents = ["a", "bc", "def"]

    async def rebuild(self):
        await asyncio.sleep(0.05)
        while self.total >= 0:
            for document in self.documents:  #< frame
                self.total += await score(document)  #< frame
                for letter in document * 20:  #< frame
                    self.total += ord(letter)  #< frame


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    beating = asyncio.create_task(heartbeat())
    print("READY", flush=True)
    await asyncio.gather(beating, Index().rebuild())


asyncio.run(main())
