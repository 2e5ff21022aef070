# The parent of a multiprocessing.Process terminates and joins it; the worker's asyncio.run waits for a task that swallows.
# cause: cancel-swallowed
# culprit: consume
# kind: task
# innocent: main, stop, work
import asyncio
import multiprocessing
import signal
import sys
import time


async def consume(jobs):
    while True:
        try:
            print(await jobs.get())  #< frame
        except BaseException as error:  #< construct
            print("again:", type(error).__name__)


async def serve(ready):
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    consumer = asyncio.create_task(consume(asyncio.Queue()))
    await asyncio.sleep(0.1)
    ready.set()
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        consumer.cancel()
        await consumer


def work(ready):
    asyncio.run(serve(ready))


def stop(number, frame):
    sys.exit(0)


def main():
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    worker = context.Process(target=work, args=(ready,))
    worker.start()
    signal.signal(signal.SIGTERM, stop)
    ready.wait()
    print("READY", flush=True)
    try:
        time.sleep(3600)
    finally:
        worker.terminate()
        worker.join()


if __name__ == "__main__":
    main()
