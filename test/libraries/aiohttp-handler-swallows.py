# aiohttp: a handler that tries again whatever happens; the server cancels it after its shutdown_timeout.
# cause: cancel-swallowed
# culprit: poll
# kind: task
# grace: 4
# sets: current older
import asyncio

from aiohttp import web
from visitor import free_port, visit


async def poll(request):
    print("READY", flush=True)
    while True:
        try:
            await asyncio.sleep(0.5)  #< frame
        except:  #< construct
            pass


app = web.Application()
app.router.add_get("/poll", poll)

if __name__ == "__main__":
    port = free_port()
    visit(port, "/poll", says_ready=False)
    web.run_app(app, host="127.0.0.1", port=port, print=None, shutdown_timeout=0.5)
