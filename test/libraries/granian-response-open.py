# granian: a worker of a server that is compiled code waits for a response that is never finished.
# cause: drain-waits-for-handler
# culprit: app
# kind: task
# grace: 4
# pythons: 3.11+
# uvloop: chosen
# sets: further
import asyncio
import os
from pathlib import Path

from granian import Granian
from visitor import free_port, visit


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"a", "more_body": True})
    await asyncio.Event().wait()  #< frame


if __name__ == "__main__":
    port = free_port()
    visit(port, "/")
    here = os.path.dirname(os.path.abspath(__file__))
    Granian(
        "granian-response-open:app",
        working_dir=Path(here),
        address="127.0.0.1",
        port=port,
        interface="asgi",
        log_enabled=False,
    ).serve()
