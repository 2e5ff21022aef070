# FastAPI under uvicorn as it should be: a worker that is cancelled and ends, a client that keeps its connection alive.
# cause: none
# uvloop: chosen
# sets: current older
import asyncio
import contextlib

import uvicorn
from fastapi import FastAPI
from visitor import free_port, visit


async def tick():
    while True:
        try:
            await asyncio.sleep(1)
        except Exception:
            pass


@contextlib.asynccontextmanager
async def lifespan(app):
    ticker = asyncio.create_task(tick())
    yield
    ticker.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ticker


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def index():
    return {}


if __name__ == "__main__":
    port = free_port()
    visit(port, "/")
    uvicorn.run(app, port=port, log_level="warning")
