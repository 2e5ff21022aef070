# Starlette under uvicorn: the lifespan cancels its poller, which takes the cancellation for a failed round.
# cause: cancel-swallowed
# culprit: poll
# task: poller
# innocent: lifespan
# uvloop: chosen
# sets: current older
import asyncio
import contextlib

import uvicorn
from starlette.applications import Starlette
from visitor import free_port, say_ready

failures = []


async def poll(orders):
    while True:
        try:
            await orders.get()  #< frame
        except BaseException as error:  #< construct
            failures.append(error)


@contextlib.asynccontextmanager
async def lifespan(app):
    poller = asyncio.create_task(poll(asyncio.Queue()), name="poller")
    yield
    poller.cancel()
    await asyncio.wait([poller])


app = Starlette(lifespan=lifespan)

if __name__ == "__main__":
    port = free_port()
    say_ready(port)
    uvicorn.run(app, port=port, log_level="warning")
