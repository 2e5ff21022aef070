# A cleanup that gives its peers some seconds: long, and over before the deadline.
# cause: cleanup-stuck
# culprit: Publisher.run
# kind: task
# task: publisher
# innocent: main
# outcome: slow
# grace: 30
# slow: 2
# uvloop: yes
import asyncio
import signal


class Publisher:
    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(6)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    publisher = asyncio.create_task(Publisher().run(), name="publisher")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await publisher


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
