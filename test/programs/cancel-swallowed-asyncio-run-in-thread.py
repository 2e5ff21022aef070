# asyncio.run in a thread of its own, stopped from the main thread.
# cause: cancel-swallowed
# culprit: sync_accounts
# kind: task
# innocent: serve, main, stop
import asyncio
import signal
import threading

running = {}


async def sync_accounts():
    changes = asyncio.Queue()
    while True:
        try:
            print(await changes.get())  #< frame
        except asyncio.CancelledError:  #< construct
            pass


async def serve():
    running["loop"] = asyncio.get_running_loop()
    running["task"] = asyncio.current_task()
    syncing = asyncio.ensure_future(sync_accounts())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()
    syncing.cancel()


def run():
    try:
        asyncio.run(serve())
    except asyncio.CancelledError:
        pass


def main():
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stopping.set())
    thread = threading.Thread(target=run, name="service")
    thread.start()
    stopping.wait()
    running["loop"].call_soon_threadsafe(running["task"].cancel)
    thread.join()


main()
