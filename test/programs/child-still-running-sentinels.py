# A supervisor waits for the sentinels of its workers, as hypercorn does; the worker swallows what it is told.
# cause: cancel-swallowed
# culprit: Worker.poll
# kind: task
# task: poller
# innocent: main, supervise
import asyncio
import multiprocessing
import multiprocessing.connection
import signal


class Worker:
    def __init__(self):
        self.queue = asyncio.Queue()

    async def poll(self):
        while True:
            try:
                print(await self.queue.get())  #< frame
            except BaseException:  #< construct
                continue


async def main(ready):
    poller = asyncio.create_task(Worker().poll())
    if hasattr(poller, "set_name"):
        poller.set_name("poller")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    ready.set()
    await stop.wait()
    poller.cancel()
    await asyncio.gather(poller, return_exceptions=True)


def work(ready):
    asyncio.run(main(ready))


def supervise():
    context = multiprocessing.get_context("fork")
    ready = context.Event()

    def terminate(number, frame):
        for worker in workers:
            worker.terminate()

    workers = [context.Process(target=work, args=(ready,), name="worker")]
    for worker in workers:
        worker.start()
    signal.signal(signal.SIGTERM, terminate)
    ready.wait()
    print("READY", flush=True)
    multiprocessing.connection.wait([worker.sentinel for worker in workers])
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    supervise()
