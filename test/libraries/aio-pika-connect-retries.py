# aio-pika without a broker: the cleanup goes on trying to say goodbye.
# cause: cleanup-stuck
# culprit: goodbye | main
# sets: current
import asyncio
import signal

import aio_pika
from visitor import free_port


async def goodbye(port):
    while True:
        try:
            connection = await aio_pika.connect(f"amqp://guest:guest@127.0.0.1:{port}/")
            return await connection.close()
        except Exception:
            await asyncio.sleep(0.3)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    print("READY", flush=True)
    try:
        await asyncio.sleep(3600)
    finally:
        await goodbye(free_port())  #< frame


asyncio.run(main())
