# The lifespan of an application installs a handler for its readiness: uvicorn's own, which stops it, is gone with that.
# cause: signal-handler-replaced
# culprit: Health.not_ready
# kind: signal-handler
# sets: current older
import asyncio
import signal
import threading

import uvicorn


class Health:
    def __init__(self):
        self.ready = True

    def not_ready(self):  #< construct
        self.ready = False


health = Health()


async def app(scope, receive, send):
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, health.not_ready)
            await send({"type": "lifespan.startup.complete"})
            threading.Timer(0.3, print, ["READY"], {"flush": True}).start()
        else:
            await send({"type": "lifespan.shutdown.complete"})
            return


uvicorn.run(app, port=0, log_level="warning")
