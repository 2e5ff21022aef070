# A task that spins and that nothing waits for, beside one that is stuck in its cleanup.
# cause: cleanup-stuck
# culprit: main
# kind: task
# innocent: spin
import asyncio
import signal


async def spin():
    while True:
        await asyncio.sleep(0)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    spinning = asyncio.create_task(spin(), name="spin")
    try:
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.Event().wait()
    finally:
        await asyncio.Event().wait()  #< frame
        spinning.cancel()


asyncio.run(main())
