# The same, in a service that hangs because a task swallows.
# cause: cancel-swallowed
# culprit: poll
# kind: task
# innocent: wait_for_signal, main
import asyncio
import signal
import threading


def wait_for_signal(loop, stop):
    signal.sigwait({signal.SIGTERM})
    loop.call_soon_threadsafe(stop.set)


async def poll(queue):
    while True:
        try:
            await queue.get()  #< frame
        except:  #< construct
            continue


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    threading.Thread(target=wait_for_signal, args=(loop, stop), name="signals", daemon=True).start()
    polling = asyncio.create_task(poll(asyncio.Queue()), name="poll")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    polling.cancel()
    await asyncio.wait([polling])


signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
asyncio.run(main())
