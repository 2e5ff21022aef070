# grpc.aio as it should be: stop() with a short grace.
# cause: none
# sets: current
import asyncio
import signal

import grpc
import grpc.aio


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = grpc.aio.server()
    server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print("READY", flush=True)
    await stop.wait()
    await server.stop(0.5)


asyncio.run(main())
