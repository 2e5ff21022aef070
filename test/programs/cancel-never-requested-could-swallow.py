# Nobody cancels the task, and so it has swallowed nothing, though it would.
# cause: cancel-never-requested
# culprit: Mailer.run
import asyncio
import signal


class Mailer:
    def __init__(self):
        self.letters = asyncio.Queue()

    async def run(self):
        while True:
            try:
                letter = await self.letters.get()  #< frame
                print(letter)
            except BaseException as error:
                print(error)


async def main():
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    job = asyncio.ensure_future(Mailer().run())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await told.wait()
    await asyncio.wait({job})


asyncio.run(main())
