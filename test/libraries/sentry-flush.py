# sentry_sdk: it is given 60 s at exit to send what is left, and its server does not answer.
# cause: atexit-stuck
# kind: atexit
# innocent: main
# sets: further
import asyncio
import signal
import socket

import sentry_sdk

silent = socket.create_server(("127.0.0.1", 0))
sentry_sdk.init(f"http://key@127.0.0.1:{silent.getsockname()[1]}/1", shutdown_timeout=60)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sentry_sdk.capture_message("started")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
