# aiohttp as it should be: a background task in a cleanup context, websockets closed on shutdown.
# cause: none
# sets: current older
import asyncio
import contextlib

from aiohttp import WSCloseCode, web
from visitor import free_port, visit

sockets = set()


async def chat(request):
    socket = web.WebSocketResponse(timeout=0.2)
    await socket.prepare(request)
    sockets.add(socket)
    async for message in socket:
        await socket.send_str(message.data)
    return socket


async def close_sockets(app):
    for socket in set(sockets):
        await socket.close(code=WSCloseCode.GOING_AWAY)


async def background(app):
    task = asyncio.create_task(asyncio.sleep(3600))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


app = web.Application()
app.router.add_get("/chat", chat)
app.cleanup_ctx.append(background)
app.on_shutdown.append(close_sockets)

if __name__ == "__main__":
    port = free_port()
    visit(port, "/chat", websocket=True)
    web.run_app(app, host="127.0.0.1", port=port, print=None)
