# aiohttp: on_cleanup waits for a consumer that has ended long ago.
# cause: cleanup-stuck
# culprit: flush
# kind: task
# sets: current older
import asyncio

from aiohttp import web
from visitor import free_port, say_ready


async def flush(app):
    await app["flushed"].wait()  #< frame


async def open_outbox(app):
    app["flushed"] = asyncio.Event()


app = web.Application()
app.on_startup.append(open_outbox)
app.on_cleanup.append(flush)

if __name__ == "__main__":
    port = free_port()
    say_ready(port)
    web.run_app(app, host="127.0.0.1", port=port, print=None)
