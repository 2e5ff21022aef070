# The handler cancels the reader; what takes the request back is a bound method that was stored long before, so that no call
# of uncancel() is to be seen anywhere in the code.
# cause: cancel-uncancelled
# culprit: read
# kind: task
# task: reader
# innocent: main
# certainty: likely
# joined: no
# pythons: >=3.11
import asyncio
import signal


class Patience:
    def __init__(self, task):
        self.pardon = task.uncancel
        self.pardoned = 0

    def absorb(self):
        self.pardoned += 1
        self.pardon()


async def read(lines):
    patience = Patience(asyncio.current_task())
    while patience.pardoned < 1000:
        try:
            print(await lines.get())  #< frame
        except asyncio.CancelledError:  #< construct
            patience.absorb()


async def main():
    reader = asyncio.create_task(read(asyncio.Queue()), name="reader")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, reader.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await reader


asyncio.run(main())
