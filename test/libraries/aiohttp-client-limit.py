# aiohttp's client: the farewell of a cleanup goes to a server that does not answer; the session's own limit ends that, too late.
# cause: drain-longer-than-grace
# culprit: deregister
# kind: task
# says: It waits on the connection with 127.0.0.1:
# sets: current older
import asyncio
import signal
import socket

import aiohttp

LIMIT_SECONDS = 60


async def deregister(url):
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LIMIT_SECONDS)) as session:
        async with session.delete(url):  #< frame
            pass


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        print("READY", flush=True)
        try:
            await stop.wait()
        finally:
            await deregister(f"http://{host}:{port}/services/7")


asyncio.run(main())
