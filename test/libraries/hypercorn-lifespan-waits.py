# Starlette under hypercorn: the lifespan's end waits for a lock that nobody gives back.
# cause: cleanup-stuck
# culprit: lifespan
# kind: task
# sets: current older
import asyncio
import contextlib

from hypercorn.asyncio import serve
from hypercorn.config import Config
from starlette.applications import Starlette
from visitor import free_port, say_ready


@contextlib.asynccontextmanager
async def lifespan(app):
    saved = asyncio.Event()
    try:
        yield
    finally:  #< construct?
        await saved.wait()  #< frame


app = Starlette(lifespan=lifespan)

if __name__ == "__main__":
    config = Config()
    port = free_port()
    config.bind = [f"127.0.0.1:{port}"]
    say_ready(port)
    asyncio.run(serve(app, config))
