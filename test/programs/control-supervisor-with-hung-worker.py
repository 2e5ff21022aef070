# A supervisor that forwards SIGTERM and waits for its worker; the worker swallows its cancellation.
# cause: cancel-swallowed
# culprit: poll
# innocent: Supervisor.run, Supervisor.forward
import asyncio
import signal
import subprocess
import sys


async def poll(queue):
    while True:
        try:
            await queue.get()  #< frame
        except:  #< construct
            pass


async def work():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    polling = asyncio.create_task(poll(asyncio.Queue()), name="poll")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await polling


class Supervisor:
    def __init__(self):
        self.worker = None

    def forward(self, number, frame):
        self.worker.send_signal(number)

    def run(self):
        signal.signal(signal.SIGTERM, self.forward)
        self.worker = subprocess.Popen([sys.executable, __file__, "work"])
        return self.worker.wait()


if sys.argv[1:] == ["work"]:
    asyncio.run(work())
else:
    sys.exit(Supervisor().run())
