# The `except` is at the top of a chain of calls, the wait at its bottom, with innocent handlers between.
# cause: cancel-swallowed
# culprit: Socket.read
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal


class Socket:
    def __init__(self):
        self.data = asyncio.Event()

    async def read(self):
        await self.data.wait()  #< frame
        return b""


class Protocol:
    def __init__(self):
        self.socket = Socket()
        self.closed = False

    async def read_frame(self):
        try:
            return await self.socket.read()
        except OSError:
            self.closed = True
            return None

    async def request(self):
        try:
            return await self.read_frame()
        finally:
            self.closed = False


async def crawl(protocol):
    while True:
        try:
            for _ in range(5):
                await protocol.request()
        except BaseException as error:  #< construct
            print("round failed:", type(error).__name__)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    crawler = asyncio.create_task(crawl(Protocol()), name="crawler")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await crawler


asyncio.run(main())
