# nats: a consumer takes its cancellation for a message that did not come.
# cause: cancel-swallowed
# culprit: consume
# task: consumer
# innocent: main
# sets: further
import asyncio
import signal
import socket
import threading

import nats


def serve(server):
    client, _ = server.accept()
    client.sendall(b'INFO {"server_id":"x","version":"2.10","proto":1,"max_payload":1048576,"headers":true}\r\n')
    while data := client.recv(4096):
        for line in data.split(b"\r\n"):
            if line.startswith(b"PING"):
                client.sendall(b"PONG\r\n")


missed = []


async def consume(nc):
    sub = await nc.subscribe("orders")
    while True:
        try:
            await sub.next_msg(timeout=5)  #< frame
        except BaseException as error:  #< construct
            missed.append(error)


async def main():
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(server,), daemon=True).start()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    nc = await nats.connect("nats://127.0.0.1:%d" % server.getsockname()[1])
    task = asyncio.create_task(consume(nc), name="consumer")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await task


asyncio.run(main())
