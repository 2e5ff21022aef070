# Its health check fails after a while; then it swallows the cancellation that the kubelet's SIGTERM asks for.
# cause: cancel-swallowed
# culprit: Worker.poll
# kind: task
# task: poller
# innocent: main, serve
import asyncio
import signal
import sys

HEALTHY_SECONDS = float(sys.argv[1])
# Whether main waits for the poller itself, or leaves that to asyncio.run, which then cancels what is left.
MAIN_WAITS = sys.argv[2] == "main"


class Worker:
    def __init__(self):
        self.queue = asyncio.Queue()
        self.failures = 0

    async def poll(self):
        while True:
            try:
                job = await self.queue.get()  #< frame
                job()
            except BaseException:  #< construct
                self.failures += 1


async def serve(reader, writer):
    await reader.readline()
    healthy = asyncio.get_running_loop().time() < serve.healthy_until
    status = b"200 OK" if healthy else b"503 Service Unavailable"
    writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
    await writer.drain()
    writer.close()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    serve.healthy_until = asyncio.get_running_loop().time() + HEALTHY_SECONDS
    worker = asyncio.create_task(Worker().poll(), name="poller")
    server = await asyncio.start_server(serve, "0.0.0.0", 8080)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    try:
        await (worker if MAIN_WAITS else asyncio.Event().wait())
    finally:
        server.close()


asyncio.run(main())
