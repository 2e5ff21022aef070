# requests in a thread: no frame there is the service's; the line that asked for the job is named.
# cause: executor-job-running
# culprit: download
# kind: thread
# innocent: main
# pythons: 3.9+
# sets: further
import asyncio
import signal
import socket

import requests

silent = socket.create_server(("127.0.0.1", 0))
url = f"http://127.0.0.1:{silent.getsockname()[1]}/"


async def download():
    return await asyncio.to_thread(requests.get, url)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    task = asyncio.create_task(download(), name="downloader")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await task


asyncio.run(main())
