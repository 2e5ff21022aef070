# Two tasks, two locks, opposite order, both in cleanup.
# cause: cleanup-deadlock
# culprit: move_up | move_down
# culprits: all
# kind: task
# innocent: main
import asyncio
import signal


async def move_up(lower, upper):
    async with lower:
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            async with upper:  #< frame construct?
                print("up")


async def move_down(lower, upper):
    async with upper:
        try:
            await asyncio.sleep(3600)
        finally:  #< construct?
            async with lower:  #< frame construct?
                print("down")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    lower, upper = asyncio.Lock(), asyncio.Lock()
    up_task = asyncio.create_task(move_up(lower, upper), name="up")
    down_task = asyncio.create_task(move_down(lower, upper), name="down")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
