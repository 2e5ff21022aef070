# The mask came from the process which started this one.
# cause: signal-blocked
# kind: process
# start: {python} {launchers}/block-and-exec.py {python} {program}
# innocent: main
import asyncio
import signal


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
