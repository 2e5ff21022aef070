# sanic: a listener before the stop waits for jobs that nobody takes.
# cause: cleanup-stuck
# culprit: drain_jobs
# kind: task
# uvloop: chosen
# sets: further
import asyncio

from sanic import Sanic
from sanic.response import text
from visitor import free_port, visit

app = Sanic("shop")


@app.before_server_start
async def start(app):
    app.ctx.jobs = asyncio.Queue()


@app.get("/")
async def index(request):
    await app.ctx.jobs.put(1)
    return text("hi")


@app.before_server_stop
async def drain_jobs(app):
    await app.ctx.jobs.join()  #< frame


if __name__ == "__main__":
    port = free_port()
    visit(port, "/")
    app.run("127.0.0.1", port, single_process=True, access_log=False, motd=False)
