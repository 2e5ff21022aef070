# trio has ended, and a thread that it knows nothing of goes on.
# cause: thread-not-daemon
# culprit: poll
# thread: poller
# kind: thread
# innocent: main
# sets: frameworks
import signal
import threading
import time

import trio


def poll():
    while True:
        time.sleep(3600)  #< frame


async def main():
    threading.Thread(target=poll, name="poller").start()
    with trio.open_signal_receiver(signal.SIGTERM) as signals:
        print("READY", flush=True)
        async for _ in signals:
            return


trio.run(main)
