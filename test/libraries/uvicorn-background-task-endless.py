# Starlette under uvicorn: a response's BackgroundTask retries for ever, and the server waits for it.
# cause: drain-waits-for-handler
# culprit: deliver
# kind: task
# uvloop: chosen
# sets: current older
import asyncio

import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from visitor import free_port, visit


async def deliver(address):
    while True:
        await asyncio.sleep(0.5)  #< frame


async def order(request):
    return PlainTextResponse("taken", background=BackgroundTask(deliver, "warehouse"))


app = Starlette(routes=[Route("/order", order)])

if __name__ == "__main__":
    port = free_port()
    visit(port, "/order")
    uvicorn.run(app, port=port, log_level="warning")
