# A pool of the module that nobody shuts down: the interpreter's exit joins it.
# cause: executor-job-running
# culprit: Mailer.send
# kind: thread
# innocent: main, _worker
# uvloop: yes
import asyncio
import concurrent.futures
import queue
import signal

POOL = concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix="mail")


class Mailer:
    def __init__(self):
        self.outbox = queue.Queue()

    def send(self):
        while True:
            print(self.outbox.get())  #< frame


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    POOL.submit(Mailer().send)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
