# pyzmq: the context is ended on the loop's thread, and waits for a message that has no receiver.
# cause: loop-blocked
# culprit: main
# sets: further
import asyncio
import signal

import zmq
import zmq.asyncio
from visitor import free_port


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    context = zmq.asyncio.Context()
    socket = context.socket(zmq.PUSH)
    socket.connect(f"tcp://127.0.0.1:{free_port()}")
    await socket.send(b"unsent")
    print("READY", flush=True)
    await stop.wait()
    socket.close()
    context.term()  #< frame construct?


asyncio.run(main())
