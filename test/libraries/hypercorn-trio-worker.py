# hypercorn with a trio worker: its lifespan waits behind a shield, in a process whose tasks are not read. The worker is named.
# cause: child-still-running
# kind: process
# limit: unsupported-scheduler
# innocent: app
# grace: 4
# sets: current
import os
import sys

import trio
from visitor import free_port, say_ready


async def app(scope, receive, send):
    while scope["type"] == "lifespan":
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
            say_ready(int(os.environ["PORT"]))
        else:
            with trio.CancelScope(shield=True):
                await trio.sleep(3600)


if "PORT" not in os.environ:
    port = free_port()
    here = os.path.dirname(os.path.abspath(__file__))
    name = os.path.splitext(os.path.basename(__file__))[0]
    os.environ.update(PORT=str(port), PYTHONPATH=here)
    words = ["-m", "hypercorn", "-k", "trio", "-b", f"127.0.0.1:{port}"]
    os.execv(sys.executable, [sys.executable, *words, f"{name}:app"])
