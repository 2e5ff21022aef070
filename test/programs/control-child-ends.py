# A child that is told, ends, and is read to the end of its output.
# cause: none
import asyncio
import signal


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tool = await asyncio.create_subprocess_exec("sleep", "600", stdout=asyncio.subprocess.PIPE)
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await stop.wait()
    tool.terminate()
    await tool.communicate()


asyncio.run(main())
