# The service passes SIGTERM on to a child which ignores it, and waits for its end without a limit.
# cause: child-still-running
# kind: process
import asyncio
import signal


async def run_tool():
    tool = await asyncio.create_subprocess_exec("sh", "-c", "trap '' TERM; while :; do sleep 1; done")
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    try:
        await asyncio.sleep(3600)
    finally:
        tool.terminate()
        await tool.wait()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await run_tool()


asyncio.run(main())
