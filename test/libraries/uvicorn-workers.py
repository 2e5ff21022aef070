# uvicorn with two workers: one of them is held by a websocket; the supervisor, which joins it, is not to blame.
# cause: drain-waits-for-handler
# culprit: feed
# kind: task
# uvloop: chosen
# sets: current older
# grace: 4
import asyncio
import os

import uvicorn
from fastapi import FastAPI, WebSocket
from visitor import free_port, visit

app = FastAPI()


@app.websocket("/feed")
async def feed(websocket: WebSocket):
    await websocket.accept()
    prices = asyncio.Queue()
    while True:
        price = await prices.get()  #< frame
        await websocket.send_json(price)


if __name__ == "__main__":
    port = free_port()
    visit(port, "/feed", websocket=True)
    here = os.path.dirname(os.path.abspath(__file__))
    uvicorn.run("uvicorn-workers:app", app_dir=here, port=port, workers=2, log_level="warning")
