# sanic: a task that catches everything is left over, and does not let Python close it at exit.
# cause: cancel-swallowed
# culprit: poll
# kind: thread
# uvloop: chosen
# sets: further
import asyncio

from sanic import Sanic
from sanic.response import text
from visitor import free_port, say_ready

app = Sanic("shop")
failures = []


@app.get("/")
async def index(request):
    return text("hi")


async def poll(app):
    while True:
        try:
            await asyncio.sleep(0.5)
        except BaseException as error:  #< construct
            failures.append(type(error))
            del failures[10:]


app.add_task(poll)


if __name__ == "__main__":
    port = free_port()
    say_ready(port)
    app.run("127.0.0.1", port, single_process=True, access_log=False, motd=False)
