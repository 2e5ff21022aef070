# A synchronous client in a coroutine: the peer accepted and says nothing.
# cause: loop-blocked
# culprit: RatesClient.fetch
# kind: task
# innocent: tick
import asyncio
import signal
import socket


class RatesClient:
    def __init__(self, address):
        self.connection = socket.create_connection(address)

    def fetch(self):
        self.connection.sendall(b"GET /rates HTTP/1.1\r\n\r\n")
        print("READY", flush=True)
        return self.connection.recv(4096)  #< frame construct?


async def refresh(client):
    while True:
        await asyncio.sleep(0.05)
        client.fetch()


async def tick():
    while True:
        await asyncio.sleep(0.02)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    silent = socket.create_server(("127.0.0.1", 0))
    ticker = asyncio.create_task(tick(), name="ticker")
    await refresh(RatesClient(silent.getsockname()))
    ticker.cancel()


asyncio.run(main())
