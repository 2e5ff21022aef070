# aiohttp: a websocket that its client keeps open; the server gives it 60 s by default.
# cause: drain-waits-for-handler
# culprit: chat
# kind: task
# sets: current older
from aiohttp import web
from visitor import free_port, visit


async def chat(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:  #< frame
        await socket.send_str(message.data)
    return socket


app = web.Application()
app.router.add_get("/chat", chat)

if __name__ == "__main__":
    port = free_port()
    visit(port, "/chat", websocket=True)
    web.run_app(app, host="127.0.0.1", port=port, print=None)
