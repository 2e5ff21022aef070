# A handler sets an event that nobody looks at, while the service's other threads are busy.
# cause: signal-flag-unread
# culprit: main
# kind: thread
# certainty: possible
# joined: no
import concurrent.futures
import queue
import signal
import threading
import time

QUIT = threading.Event()


def on_term(signum, frame):
    QUIT.set()


def resize(item):
    for _ in range(3):
        time.sleep(0.07)
    return item


def consume(items):
    while True:
        items.get()
        time.sleep(0.03)


def main():
    signal.signal(signal.SIGTERM, on_term)
    items = queue.Queue(8)
    for _ in range(2):
        threading.Thread(target=consume, args=(items,)).start()
    pool = concurrent.futures.ThreadPoolExecutor(2)
    # Both of its threads are there before the signal.
    concurrent.futures.wait([pool.submit(resize, number) for number in range(2)])
    print("READY", flush=True)
    done = False
    while not done:
        items.put(1)
        pool.submit(resize, 1)
        time.sleep(0.3)


main()
