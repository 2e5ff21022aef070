# The job is a lambda that calls a method; a second job of the pool is idle again.
# cause: executor-job-running
# culprit: Scanner.scan
# kind: thread
# innocent: main, Scanner.quick
import asyncio
import functools
import signal
import time


class Scanner:
    def scan(self, path):
        for _ in range(10 ** 6):
            time.sleep(0.3)  #< frame
        return path

    def quick(self):
        return 1


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    scanner = Scanner()
    await loop.run_in_executor(None, scanner.quick)
    slow = loop.run_in_executor(None, lambda: functools.partial(scanner.scan, "/srv")())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await slow


asyncio.run(main())
