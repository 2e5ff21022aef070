# `except CancelledError: pass` is the last thing of the helper, but the helper's caller loops.
# cause: cancel-swallowed
# culprit: Mailbox.deliver_one
# kind: task
# innocent: main
import asyncio
import signal


class Mailbox:
    def __init__(self):
        self.mails = asyncio.Queue()

    async def deliver_one(self):
        try:
            mail = await self.mails.get()  #< frame
            print(mail)
        except asyncio.CancelledError:  #< construct
            pass

    async def run(self):
        while True:
            await self.deliver_one()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    mailbox = asyncio.create_task(Mailbox().run(), name="mailbox")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await mailbox


asyncio.run(main())
