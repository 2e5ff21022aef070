# An agent's loop in a daemon thread stands in a synchronous call; the main loop, which is free, has a task that swallows.
# cause: cancel-swallowed
# culprit: consume
# innocent: push
import asyncio
import signal
import socket
import threading


async def push(address):
    with socket.create_connection(address) as connection:
        connection.recv(1)


async def consume(queue):
    while True:
        try:
            await queue.get()  #< frame
        except BaseException:  #< construct
            continue


async def main():
    task = asyncio.ensure_future(consume(asyncio.Queue()))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await asyncio.wait([task])


silent = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=lambda: asyncio.run(push(silent.getsockname())), daemon=True).start()
asyncio.run(main())
