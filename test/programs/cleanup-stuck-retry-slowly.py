# Deregistering is retried for ever, and the pause between is made by a function of its own: its limit ends nothing.
# cause: cleanup-stuck
# culprit: Registration.pause | Registration.leave
# kind: task
# joined: no
import asyncio
import signal


class Registration:
    async def pause(self):
        await asyncio.sleep(30)  #< frame

    async def leave(self):
        while True:  #< construct?
            try:
                await asyncio.open_connection("127.0.0.1", 1)  #< frame construct?
                return
            except OSError:  #< construct?
                await self.pause()  #< frame construct?


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.05)
    try:
        print("READY", flush=True)
        await stop.wait()
    finally:  #< construct?
        await Registration().leave()  #< frame construct?


asyncio.run(main())
