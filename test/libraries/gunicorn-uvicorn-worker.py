# gunicorn with a uvicorn worker: the worker's stream holds it; the arbiter, which waits for it, is not to blame.
# cause: drain-waits-for-handler
# culprit: events
# kind: task
# grace: 4
# uvloop: chosen
# sets: current
# start: {python} {program}
import asyncio
import os
import sys

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


if "PORT" in os.environ:
    visit(int(os.environ["PORT"]), "/events")
else:
    port = free_port()
    os.environ["PORT"] = str(port)
    here = os.path.dirname(os.path.abspath(__file__))
    name = os.path.splitext(os.path.basename(__file__))[0]
    words = ["-m", "gunicorn", "--chdir", here, "-b", f"127.0.0.1:{port}", "-k", "uvicorn_worker.UvicornWorker"]
    os.execv(sys.executable, [sys.executable, *words, f"{name}:app"])
