# The handler cancels by a name that nobody filled in: KeyError.
# cause: signal-handler-failed
# culprit: request_stop
# kind: signal-handler
# innocent: main, listen
import asyncio
import signal

tasks = {}


async def listen():
    while True:
        await asyncio.sleep(0.5)


def request_stop(reason):  #< frame construct
    print("stopping:", reason)
    tasks["server"].cancel()  #< frame construct


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, request_stop, "SIGTERM")
    tasks["listener"] = loop.create_task(listen(), name="listener")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await tasks["listener"]


asyncio.run(main())
