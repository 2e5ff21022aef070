# The cleanup closes a stream over a UNIX socket and waits for it to be closed; megabytes are written, and the peer does not read.
# To close from this side has been done: only to drop what is unsent helps.
# cause: drain-waits-for-connection
# culprit: Export.run
# kind: task
# says: to take what was sent
import asyncio
import signal
import socket


class Export:
    def __init__(self):
        self.ours, self.theirs = socket.socketpair()

    async def run(self):
        _reader, writer = await asyncio.open_connection(sock=self.ours)
        try:
            await asyncio.sleep(3600)
        finally:
            writer.write(b"x" * 3_000_000)
            writer.close()
            await writer.wait_closed()  #< frame construct?


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    exporting = asyncio.ensure_future(Export().run())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    exporting.cancel()
    await asyncio.wait([exporting])


asyncio.run(main())
