# FastAPI under uvicorn: what comes after the lifespan's yield waits for a queue that nobody empties any more.
# cause: cleanup-stuck
# culprit: lifespan
# kind: task
# uvloop: chosen
# sets: current older
import asyncio
import contextlib

import uvicorn
from fastapi import FastAPI
from visitor import free_port, say_ready


@contextlib.asynccontextmanager
async def lifespan(app):
    app.state.outbox = asyncio.Queue()
    app.state.outbox.put_nowait("mail")
    yield
    await app.state.outbox.join()  #< frame


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def index():
    return {"outbox": app.state.outbox.qsize()}


if __name__ == "__main__":
    port = free_port()
    say_ready(port)
    uvicorn.run(app, port=port, log_level="warning")
