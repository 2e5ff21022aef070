"""A small service with the most common reason for a hang: its worker swallows its own cancellation.

Python 3.8 or later, standard library only. `npm run demo` starts it, stops it, and shows what Straggler says.
"""

import asyncio
import os
import signal


class Worker:
    """Takes orders from a queue, and must survive whatever a bad order does to it."""

    def __init__(self, orders: asyncio.Queue) -> None:
        self.orders = orders
        self.handled = 0

    async def poll(self) -> None:
        while True:
            try:
                order = await self.orders.get()
                await self.handle(order)
            except:  # noqa: E722 -- meant for bad orders; it catches the CancelledError of a stop as well
                continue

    async def handle(self, order: int) -> None:
        await asyncio.sleep(0.01)
        if order % 7 == 0:
            raise ValueError(f"order {order} is broken")
        self.handled += 1


async def feed(orders: asyncio.Queue) -> None:
    """Innocent: its `finally` is quick, and it lets the cancellation pass."""
    order = 0
    try:
        while True:
            order += 1
            await orders.put(order)
            await asyncio.sleep(0.05)
    finally:
        print(f"feed: stopped after {order} orders", flush=True)


async def heartbeat() -> None:
    """Innocent: `except Exception` does not catch CancelledError."""
    while True:
        try:
            await asyncio.sleep(0.5)
        except Exception as error:
            print(f"heartbeat: {error}", flush=True)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"ok\n")
    await writer.drain()
    writer.close()


async def main() -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    orders: asyncio.Queue = asyncio.Queue(maxsize=100)
    worker = Worker(orders)
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    tasks = [
        asyncio.ensure_future(worker.poll()),
        asyncio.ensure_future(feed(orders)),
        asyncio.ensure_future(heartbeat()),
    ]
    if hasattr(tasks[0], "set_name"):
        for task, name in zip(tasks, ("poller", "feeder", "heartbeat")):
            task.set_name(name)
    print(f"READY, pid {os.getpid()}", flush=True)
    await stopping.wait()
    print("stopping", flush=True)
    server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(f"stopped: {worker.handled} orders handled", flush=True)


asyncio.run(main())
