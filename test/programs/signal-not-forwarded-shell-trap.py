# The script has a trap, but a shell runs it only after its foreground child has ended.
# cause: signal-not-forwarded
# kind: process
# start: bash {launchers}/entrypoint-with-trap.sh {python} {program}
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
