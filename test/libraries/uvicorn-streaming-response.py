# FastAPI under uvicorn: server-sent events for a client that stays. Nobody tells the generator to end.
# cause: drain-waits-for-handler
# culprit: events
# kind: task
# uvloop: chosen
# sets: current older
import asyncio

import uvicorn
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from visitor import free_port, visit

app = FastAPI()


async def events():
    yield "data: hello\n\n"
    news = asyncio.Queue()
    while True:
        item = await news.get()  #< frame
        yield f"data: {item}\n\n"


@app.get("/events")
async def stream():
    return StreamingResponse(events(), media_type="text/event-stream")


if __name__ == "__main__":
    port = free_port()
    visit(port, "/events")
    uvicorn.run(app, port=port, log_level="warning")
