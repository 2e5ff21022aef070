# The shutdown waits for a child which nobody told to stop.
# cause: child-still-running
# culprit: main
# kind: process
import asyncio
import signal


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tool = await asyncio.create_subprocess_exec("sleep", "600")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await stop.wait()
    code = await tool.wait()  #< frame
    print(code)


asyncio.run(main())
