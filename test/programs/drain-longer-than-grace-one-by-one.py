# Connections are closed one after the other: each takes its moment, together they take too long.
# cause: drain-longer-than-grace
# culprit: Registry.close_all
# kind: task
# grace: 3
# joined: no
import asyncio
import signal


class Connection:
    async def close(self):
        await asyncio.sleep(0.15)


class Registry:
    def __init__(self, size):
        self.connections = {number: Connection() for number in range(size)}

    async def close_all(self):
        for connection in self.connections.values():
            await connection.close()  #< frame construct


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    registry = Registry(200)
    print("READY", flush=True)
    await stop.wait()
    await registry.close_all()


asyncio.run(main())
