# A task class puts cancellations off for as long as the task says that it may not be broken off, and the commit never comes back.
# cause: cancel-undeliverable
# culprit: commit
# kind: task
# task: commit
# innocent: main
# joined: no
import asyncio
import signal


class Deferring(asyncio.Task):
    def __init__(self, *positional, **named):
        super().__init__(*positional, **named)
        self.depth = 0
        self.was_asked = False

    def cancel(self, *message, **named):  #< construct
        if self.depth > 0:
            self.was_asked = True
            return True
        return super().cancel(*message, **named)


async def commit(acknowledged):
    asyncio.current_task().depth += 1
    await acknowledged.wait()  #< frame
    asyncio.current_task().depth -= 1


async def main():
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    task = Deferring(commit(asyncio.Event()), loop=loop, name="commit")
    loop.call_later(0.1, lambda: print("READY", flush=True))
    await stopping.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


asyncio.run(main())
