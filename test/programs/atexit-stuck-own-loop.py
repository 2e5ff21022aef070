# An atexit callback runs a loop of its own, in which a backend does not answer.
# cause: atexit-stuck
# kind: atexit
# joined: no
# culprit: Telemetry.flush
import asyncio
import atexit
import signal
import socket


class Telemetry:
    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        atexit.register(self.close)

    async def flush(self):
        reader, writer = await asyncio.open_connection(*self.server.getsockname())
        writer.write(b"1")
        await reader.readline()  #< frame

    def close(self):
        asyncio.run(self.flush())


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    telemetry = Telemetry()
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
