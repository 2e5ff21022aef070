# Quart: its shutdown waits up to 60 s for a background task, and tells it nothing.
# cause: cancel-never-requested
# culprit: refresh
# kind: task
# sets: further
import asyncio

from quart import Quart
from visitor import free_port, say_ready

app = Quart(__name__)


async def fetch():
    await asyncio.sleep(0.05)
    raise OSError("unreachable")


async def refresh():
    while True:
        try:
            await fetch()
        except OSError as error:
            app.logger.warning("no rates: %s", error)
        await asyncio.sleep(30)  #< frame


@app.before_serving
async def startup():
    app.add_background_task(refresh)


if __name__ == "__main__":
    port = free_port()
    say_ready(port)
    app.config["BACKGROUND_TASK_SHUTDOWN_TIMEOUT"] = 60
    app.run(host="127.0.0.1", port=port)
