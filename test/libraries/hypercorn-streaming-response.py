# Starlette under hypercorn: a stream which its client keeps, and a graceful_timeout that is longer than the grace.
# cause: drain-waits-for-handler
# culprit: events
# kind: task
# sets: current older
import asyncio

from hypercorn.asyncio import serve
from hypercorn.config import Config
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route
from visitor import free_port, visit


async def events():
    yield "data: hello\n\n"
    news = asyncio.Queue()
    while True:
        item = await news.get()  #< frame
        yield f"data: {item}\n\n"


async def stream(request):
    return StreamingResponse(events(), media_type="text/event-stream")


app = Starlette(routes=[Route("/events", stream)])

if __name__ == "__main__":
    config = Config()
    port = free_port()
    config.bind = [f"127.0.0.1:{port}"]
    config.graceful_timeout = 60
    visit(port, "/events")
    asyncio.run(serve(app, config))
