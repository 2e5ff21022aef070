# An entrypoint that execs, as PID 1, and a service with a handler.
# cause: none
# namespace: pid
# start: sh -c 'exec {python} {program}'
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
