# The handler sets an attribute; the coroutine that tests it awaits a long sleep.
# cause: signal-flag-unread
# culprit: Scheduler.run
# kind: task
# uvloop: yes
import asyncio
import signal


class Scheduler:
    def __init__(self):
        self.running = True

    def stop(self):
        self.running = False

    async def run(self):
        while self.running:
            print("READY", flush=True)
            await asyncio.sleep(3600)  #< frame


async def main():
    scheduler = Scheduler()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, scheduler.stop)
    await scheduler.run()


asyncio.run(main())
