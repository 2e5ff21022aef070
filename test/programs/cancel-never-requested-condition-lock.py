# A cancelled task leaves Condition.wait() only with the lock, and a task that nobody cancelled holds that.
# cause: cancel-never-requested
# culprit: Board.edit
# kind: task
# task: editor
# innocent: main, Board.watch
import asyncio
import signal


class Board:
    def __init__(self):
        self.changed = asyncio.Condition()
        self.input = asyncio.Queue()

    async def watch(self):
        async with self.changed:
            await self.changed.wait()

    async def edit(self):
        async with self.changed:
            print(await self.input.get())  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    board = Board()
    watchers = [asyncio.create_task(board.watch(), name="watcher-%d" % n) for n in range(2)]
    await asyncio.sleep(0.05)
    editor = asyncio.create_task(board.edit(), name="editor")
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await stop.wait()
    for watcher in watchers:
        watcher.cancel()
    await asyncio.gather(*watchers, return_exceptions=True)
    editor.cancel()


asyncio.run(main())
