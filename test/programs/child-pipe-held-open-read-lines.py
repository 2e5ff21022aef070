# A reader of the tool's lines, which the shutdown lets finish, waits for the end of a pipe that a grandchild holds.
# cause: child-pipe-held-open
# culprit: follow
# kind: process
# innocent: main
import asyncio
import signal


async def follow(tool):
    async for line in tool.stdout:  #< frame
        print(line)


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tool = await asyncio.create_subprocess_exec(
        "sh", "-c", "trap 'exit 0' TERM; sleep 600 & wait", stdout=asyncio.subprocess.PIPE
    )
    following = asyncio.create_task(follow(tool), name="follow")
    await asyncio.sleep(0.3)
    print("READY", flush=True)
    await stop.wait()
    tool.terminate()
    await following


asyncio.run(main())
