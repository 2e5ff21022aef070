"""An asyncio service: answers GET /healthz, and works on a queue. HANG=true makes its worker swallow its cancellation."""

import asyncio
import os
import signal

HANG = os.environ.get("HANG") == "true"


async def work(orders: asyncio.Queue) -> None:
    while True:
        try:
            await orders.get()
            await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            if HANG:
                continue
            raise


async def feed(orders: asyncio.Queue) -> None:
    while True:
        await orders.put("order")
        await asyncio.sleep(0.5)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readline()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n")
    await writer.drain()
    writer.close()


async def main() -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    orders: asyncio.Queue = asyncio.Queue(maxsize=100)
    tasks = [asyncio.ensure_future(work(orders)), asyncio.ensure_future(feed(orders))]
    server = await asyncio.start_server(answer, "0.0.0.0", 8080)
    print("ready", flush=True)
    await stopping.wait()
    print("stopping", flush=True)
    server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print("stopped", flush=True)


asyncio.run(main())
