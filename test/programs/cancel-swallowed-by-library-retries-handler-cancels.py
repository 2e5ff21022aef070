# The handler is the main task's own cancel(), which is handed on to the task that it waits for. A library (written to a
# temporary site-packages) was told to retry upon every exception. Up to 3.10 nothing in the task tells that it was cancelled.
# cause: cancel-swallowed-by-library
# culprit: listen
# task: listener
# innocent: main
import asyncio
import os
import signal
import sys
import tempfile

LIBRARY = '''
import asyncio


def on_exception(exception):
    def decorate(target):
        async def retry(*args):
            while True:
                try:
                    return await target(*args)
                except exception:
                    await asyncio.sleep(0.05)

        return retry

    return decorate
'''

folder = os.path.join(tempfile.mkdtemp(), "site-packages")
os.makedirs(os.path.join(folder, "retrylib"))
with open(os.path.join(folder, "retrylib", "__init__.py"), "w") as file:
    file.write(LIBRARY)
sys.path.insert(0, folder)
import retrylib


@retrylib.on_exception(BaseException)
async def listen(queue):
    while True:
        await queue.get()  #< frame


async def main():
    task = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    listener = asyncio.ensure_future(listen(asyncio.Queue()))
    listener.set_name("listener")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await listener


asyncio.run(main())
