# redis.asyncio: a subscriber that connects again whatever happens, with no server there.
# cause: cancel-swallowed
# culprit: listen
# task: listener
# innocent: main
# sets: current older
import asyncio
import signal

import redis.asyncio as redis
from visitor import free_port


errors = []


async def listen(port):
    client = redis.Redis(host="127.0.0.1", port=port)
    while True:
        try:
            await client.blpop("jobs")
        except BaseException as error:  #< construct
            errors.append(error)
        try:
            await asyncio.sleep(0.2)  #< frame
        finally:  #< construct
            continue  #< construct


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    listener = asyncio.create_task(listen(free_port()), name="listener")
    await asyncio.sleep(0.7)
    print("READY", flush=True)
    await asyncio.sleep(3600)
    listener.cancel()


asyncio.run(main())
