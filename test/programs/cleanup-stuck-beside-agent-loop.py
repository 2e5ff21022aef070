# A loop that runs for ever in a daemon thread, for an agent; the shutdown of the main thread waits for an event of its own.
# cause: cleanup-stuck
# culprit: release
# kind: thread
# innocent: report
# joined: no
import asyncio
import signal
import threading


async def report():
    while True:
        await asyncio.sleep(30)


def release(confirmed):
    confirmed.wait()  #< frame


def main():
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="agent", daemon=True).start()
    asyncio.run_coroutine_threadsafe(report(), loop)
    print("READY", flush=True)
    stopped.wait()
    release(threading.Event())


main()
