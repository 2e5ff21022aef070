# A supervisor below a supervisor, each of which forwards SIGTERM and waits; the worker swallows its cancellation.
# cause: cancel-swallowed
# culprit: poll
# kind: task
# innocent: supervise, forward
import asyncio
import signal
import subprocess
import sys


async def poll(queue):
    while True:
        try:
            await queue.get()  #< frame
        except BaseException:  #< construct
            pass


async def work():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    polling = asyncio.create_task(poll(asyncio.Queue()))
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await polling


def supervise(levels):
    child = subprocess.Popen([sys.executable, __file__, str(levels - 1)])

    def forward(number, frame):
        child.send_signal(number)

    signal.signal(signal.SIGTERM, forward)
    child.wait()


levels = int(sys.argv[1]) if len(sys.argv) > 1 else 2
if levels == 0:
    asyncio.run(work())
else:
    supervise(levels)
