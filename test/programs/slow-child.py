# A child that is told to end and takes some seconds for it.
# cause: child-still-running
# culprit: main
# kind: process
# outcome: slow
# grace: 30
# slow: 2
import asyncio
import signal


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tool = await asyncio.create_subprocess_exec("sh", "-c", "trap 'sleep 6; exit 0' TERM; while :; do sleep 0.1; done")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await stop.wait()
    tool.terminate()
    await tool.wait()  #< frame


asyncio.run(main())
