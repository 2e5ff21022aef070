# One step computes for ever, and what is ready beside it waits for its turn: the loop does not spin.
# cause: loop-busy
# culprit: scan
# task: scanner
# innocent: turn
import asyncio
import signal


def turn():
    raise AssertionError("never called")


def scan(text):
    position = 0
    while True:  #< frame
        position = (position + 1) % len(text)  #< frame


async def work():
    asyncio.get_running_loop().call_soon(turn)
    scan("x" * 1000)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("READY", flush=True)
    scanner = asyncio.ensure_future(work())
    if hasattr(scanner, "set_name"):
        scanner.set_name("scanner")
    await stop.wait()


asyncio.run(main())
