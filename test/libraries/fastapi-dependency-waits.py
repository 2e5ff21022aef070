# FastAPI: what comes after the yield of a request's dependency waits for a pool's slot that the request itself holds.
# cause: drain-waits-for-handler
# culprit: session
# kind: task
# uvloop: chosen
# sets: current older
import asyncio

import uvicorn
from fastapi import Depends, FastAPI
from visitor import free_port, visit

app = FastAPI()


async def session():
    slots = asyncio.Semaphore(1)
    await slots.acquire()
    yield "session"
    print("READY", flush=True)
    async with slots:  #< frame
        pass


@app.get("/")
async def index(session: str = Depends(session)):
    return {}


if __name__ == "__main__":
    port = free_port()
    visit(port, says_ready=False)
    uvicorn.run(app, port=port, log_level="warning")
