# FastAPI under uvicorn: a websocket handler that only sends never learns that the server closed it.
# cause: drain-waits-for-handler
# culprit: feed
# kind: task
# uvloop: chosen
# sets: current older
import asyncio

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
    uvicorn.run(app, port=port, log_level="warning")
