# sanic: its shutdown polls until the last connection is gone, and a response is never finished.
# cause: drain-waits-for-handler
# culprit: feed
# kind: task
# uvloop: chosen
# sets: further
import asyncio

from sanic import Sanic
from visitor import free_port, visit

app = Sanic("shop")
app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 60


@app.get("/")
async def feed(request):
    response = await request.respond()
    await response.send("a")
    await asyncio.Event().wait()  #< frame


if __name__ == "__main__":
    port = free_port()
    visit(port, "/")
    app.run("127.0.0.1", port, single_process=True, access_log=False, motd=False)
