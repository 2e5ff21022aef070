# Starlette's BaseHTTPMiddleware under uvicorn: a request behind it waits for an upstream that never answers.
# cause: drain-waits-for-handler
# culprit: upstream | Timing.dispatch
# kind: task
# uvloop: chosen
# sets: current older
import asyncio

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from visitor import free_port, visit


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return await call_next(request)


async def upstream():
    print("READY", flush=True)
    await asyncio.Event().wait()  #< frame


async def index(request):
    await upstream()
    return PlainTextResponse("late")


app = Starlette(routes=[Route("/", index)], middleware=[Middleware(Timing)])

if __name__ == "__main__":
    port = free_port()
    visit(port, says_ready=False)
    uvicorn.run(app, port=port, log_level="warning")
