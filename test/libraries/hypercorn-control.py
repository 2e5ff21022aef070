# Starlette under hypercorn as it should be.
# cause: none
# sets: current older
import asyncio

from hypercorn.asyncio import serve
from hypercorn.config import Config
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from visitor import free_port, visit


async def index(request):
    return PlainTextResponse("hello")


app = Starlette(routes=[Route("/", index)])

if __name__ == "__main__":
    config = Config()
    port = free_port()
    config.bind = [f"127.0.0.1:{port}"]
    visit(port)
    asyncio.run(serve(app, config))
