# PID 1 with a handler that works; it hangs for another reason.
# cause: cleanup-stuck
# culprit: lock_out
# kind: task
# namespace: pid
# innocent: main
import asyncio
import signal


async def lock_out(door):
    try:
        await asyncio.sleep(3600)
    finally:  #< construct?
        await door.wait()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    locking = asyncio.create_task(lock_out(asyncio.Event()), name="lock-out")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await locking


asyncio.run(main())
