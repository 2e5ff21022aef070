# Written for signal.signal (number, frame), registered with the loop, which passes no arguments: TypeError.
# cause: signal-handler-failed
# culprit: on_sigterm
# kind: signal-handler
# innocent: main, serve
import asyncio
import signal

running = []


def on_sigterm(number, frame):  #< frame construct
    for task in running:
        task.cancel()


async def serve():
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        await server.serve_forever()


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, on_sigterm)  #< construct
    running.append(asyncio.create_task(serve(), name="serve"))
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await running[0]


asyncio.run(main())
