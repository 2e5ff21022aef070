# `sh -c "python app.py; …"` outside a pid namespace: the shell dies of the signal and leaves the service behind.
# cause: signal-not-forwarded
# kind: process
# start: sh -c '{python} {program}; echo stopped'
# innocent: main
# joined: no
import asyncio
import signal


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
