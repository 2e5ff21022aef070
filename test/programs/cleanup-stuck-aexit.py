# __aexit__ waits for a close handshake.
# cause: cleanup-stuck
# culprit: Channel.__aexit__
# kind: task
# task: channel
# innocent: main
# uvloop: yes
import asyncio
import signal


class Channel:
    def __init__(self):
        self.close_seen = asyncio.get_running_loop().create_future()

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        await self.close_seen  #< frame construct?


async def use_channel():
    async with Channel():  #< construct?
        await asyncio.sleep(3600)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    channel_task = asyncio.create_task(use_channel(), name="channel")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
