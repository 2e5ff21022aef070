# The task closes its generator by hand, and the generator's finally waits.
# cause: cleanup-stuck
# culprit: frames
# kind: task
# task: player
# innocent: main
import asyncio
import signal


async def frames(camera_off):
    try:
        while True:
            await asyncio.sleep(0)
            yield b""
    finally:  #< construct?
        await camera_off.wait()  #< frame construct?


async def play():
    stream = frames(asyncio.Event())
    try:
        async for _frame in stream:
            await asyncio.sleep(3600)
    finally:  #< construct?
        await stream.aclose()  #< construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    player = asyncio.create_task(play(), name="player")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await player


asyncio.run(main())
