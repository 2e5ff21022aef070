# A library's code has a method and a variable of the name that the handler's flag has: they are not the flag.
# cause: signal-flag-unread | cancel-never-requested
# culprit: serve
# kind: task
# innocent: drain, measure
# joined: no
# joined: no
import asyncio
import importlib
import os
import signal
import sys
import tempfile

LIBRARY = """
import asyncio
import time


class Parts:
    def __init__(self):
        self.left = asyncio.Event()

    def DONE(self):
        return self.left.is_set()


async def drain():
    parts = Parts()
    while not parts.DONE():
        await parts.left.wait()


async def measure():
    while True:
        HALT = begun = time.time()
        if HALT - begun > 3:
            break
        await asyncio.Event().wait()
"""


class Flags:
    done = stop = False


async def serve(library):
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, leave)
    others = [loop.create_task(library.drain()), loop.create_task(library.measure())]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.sleep(3600)  #< frame
    for one in others:
        one.cancel()


def leave():
    Flags.done = Flags.stop = True


folder = os.path.join(tempfile.mkdtemp(), "lib", "python3", "site-packages")
os.makedirs(folder)
with open(os.path.join(folder, "partly.py"), "w") as file:
    file.write(LIBRARY.replace("HALT", "stop").replace("DONE", "done"))
sys.path.insert(0, folder)
asyncio.run(serve(importlib.import_module("partly")))
