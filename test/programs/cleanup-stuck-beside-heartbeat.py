# cause: cleanup-stuck
# culprit: Client.say_goodbye
# kind: task
# certainty: certain
# says: nobody is seen to complete
"""A heartbeat by a timer that sets itself again looks at the reply that the cleanup waits for, and completes it never."""
import asyncio
import signal


class Client:
    def __init__(self):
        self.reply = None
        self.beats = 0
        self.timer = None

    def beat(self):
        before = self.timer
        if before is not None:
            before.cancel()
        if self.reply is None or not self.reply.done():
            self.beats += 1
        self.timer = asyncio.get_running_loop().call_later(2, self.beat)

    async def say_goodbye(self):
        self.reply = asyncio.get_running_loop().create_future()
        await self.reply  #< frame


async def main():
    client = Client()
    client.beat()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    print("READY", flush=True)
    try:
        await asyncio.Event().wait()
    finally:  #< construct
        await client.say_goodbye()


asyncio.run(main())
