# The child ends, but its grandchild has inherited stdout: communicate() waits for the end of the pipe.
# cause: child-pipe-held-open
# kind: process
import asyncio
import signal


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    tool = await asyncio.create_subprocess_exec(
        "sh", "-c", "trap 'exit 0' TERM; sleep 600 & wait", stdout=asyncio.subprocess.PIPE
    )
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    try:
        await asyncio.sleep(3600)
    finally:
        tool.terminate()
        await tool.communicate()


asyncio.run(main())
