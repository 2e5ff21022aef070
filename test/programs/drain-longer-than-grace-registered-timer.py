# cause: drain-longer-than-grace
# culprit: Client.call
# kind: task
# says: would end in
"""A deadline whose timer calls what was registered with it, and that cancels the tasks which are inside: no timer knows the task."""
import asyncio
import signal

LIMIT_SECONDS = 40


class Inside:
    __slots__ = ("members", "is_over")

    def __init__(self):
        self.members = []
        self.is_over = False

    def __enter__(self):
        self.members.append(asyncio.current_task())
        return self

    def __exit__(self, kind, error, trace):
        self.members.pop()
        if kind is asyncio.CancelledError and self.is_over:
            raise asyncio.TimeoutError

    def expire(self):
        if not self.is_over:
            for member in set(self.members):
                member.cancel()
            self.is_over = True


class Deadline:
    def __init__(self, seconds):
        self.seconds = seconds
        self.registered = []

    def start(self):
        inside = Inside()
        self.registered.append((inside.expire, (), {}))
        asyncio.get_running_loop().call_later(self.seconds, self.run)
        return inside

    def run(self):
        for callback, arguments, named in self.registered:
            callback(*arguments, **named)


class Client:
    def __init__(self):
        self.reply = None

    async def call(self):
        self.reply = asyncio.get_running_loop().create_future()
        with Deadline(LIMIT_SECONDS).start():
            await self.reply  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = Client()
    print("READY", flush=True)
    try:
        await stop.wait()
    finally:
        await client.call()


asyncio.run(main())
