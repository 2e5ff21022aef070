# pymongo's synchronous client in a coroutine, with no server there.
# cause: loop-blocked
# culprit: count
# sets: further
import asyncio
import signal

from pymongo import MongoClient
from visitor import free_port


async def count(db):
    print("READY", flush=True)
    return db.events.count_documents({})  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    client = MongoClient("127.0.0.1", free_port(), serverSelectionTimeoutMS=600_000)
    await count(client.app)


asyncio.run(main())
