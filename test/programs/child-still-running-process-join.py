# A multiprocessing.Process that ignores SIGTERM: the exit of Python joins it.
# cause: child-still-running
# kind: process
# innocent: main
import asyncio
import multiprocessing
import signal
import time


def work():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    worker = multiprocessing.Process(target=work)
    worker.start()
    await asyncio.sleep(0.6)
    print("READY", flush=True)
    await stop.wait()
    worker.terminate()


if __name__ == "__main__":
    asyncio.run(main())
