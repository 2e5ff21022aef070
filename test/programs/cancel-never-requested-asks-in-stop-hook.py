# Two actors end by a message, and each asks the other in its hook for the end: nobody reads a mailbox any more.
# cause: cancel-never-requested | cleanup-deadlock | cleanup-stuck
# culprit: Actor.ask
# kind: task
# joined: no
# innocent: main
import asyncio
import signal


class Actor:
    def __init__(self):
        self.mailbox = asyncio.Queue()
        self.other = None

    async def ask(self, message):
        reply = asyncio.get_running_loop().create_future()
        await self.mailbox.put((message, reply))
        return await reply  #< frame

    async def run(self):
        while True:
            message, reply = await self.mailbox.get()
            if message == "stop":
                break
            reply.set_result(message)
        await self.on_stop()

    async def on_stop(self):
        print(await self.other.ask("balance"))


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    one, other = Actor(), Actor()
    one.other, other.other = other, one
    tasks = [asyncio.ensure_future(actor.run()) for actor in (one, other)]
    await one.ask("hello")
    print("READY", flush=True)
    await stop.wait()
    for actor in (one, other):
        actor.mailbox.put_nowait(("stop", None))
    await asyncio.wait(tasks)


asyncio.run(main())
