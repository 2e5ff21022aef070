# SIGTERM is blocked in every thread, and taken by sigwait: healthy.
# cause: none
# innocent: wait_for_signal, main
import asyncio
import signal
import threading


def wait_for_signal(loop, stop):
    signal.sigwait({signal.SIGTERM})
    loop.call_soon_threadsafe(stop.set)


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    threading.Thread(target=wait_for_signal, args=(loop, stop), name="signals", daemon=True).start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
asyncio.run(main())
