# A thread lock is held over an await; a second task blocks the loop's thread in acquire, so the first can never release it.
# cause: loop-self-wait
# culprit: Accounts.audit | Accounts.transfer
# kind: task
# innocent: main
import asyncio
import signal
import threading


class Accounts:
    def __init__(self):
        self.lock = threading.Lock()

    async def transfer(self):
        with self.lock:  #< construct?
            await asyncio.sleep(0.2)  #< frame

    async def audit(self):
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        with self.lock:  #< frame construct?
            return 0


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    accounts = Accounts()
    await asyncio.gather(accounts.transfer(), accounts.audit())


asyncio.run(main())
