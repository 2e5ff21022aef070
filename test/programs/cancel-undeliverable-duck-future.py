# What the client awaits is no future of asyncio's, but an object that follows its protocol, and whose cancel() says no.
# cause: cancel-undeliverable
# culprit: Answer.__await__
# kind: task
# innocent: main
import asyncio
import signal


class Answer:
    _asyncio_future_blocking = False

    def __init__(self, loop):
        self.loop = loop
        self.callbacks = []

    def get_loop(self):
        return self.loop

    def add_done_callback(self, callback, *, context=None):
        self.callbacks.append(callback)

    def cancel(self, msg=None):
        return False

    def __await__(self):
        self._asyncio_future_blocking = True
        yield self  #< frame


class Client:
    async def ask(self):
        return await Answer(asyncio.get_running_loop())


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    asking = asyncio.ensure_future(Client().ask())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait({asking})


asyncio.run(main())
