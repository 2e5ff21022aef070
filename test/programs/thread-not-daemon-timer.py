# A threading.Timer far in the future: all of its frames are the standard library's.
# cause: thread-not-daemon
# kind: thread
# innocent: main
import asyncio
import signal
import threading


def rotate_keys():
    print("rotated")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    threading.Timer(3600, rotate_keys).start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
