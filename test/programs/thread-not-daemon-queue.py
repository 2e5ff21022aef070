# A consumer thread parked in queue.get, in a service without asyncio.
# cause: thread-not-daemon
# culprit: consume
# kind: thread
# thread: consumer
import queue
import signal
import sys
import threading
import time


def consume(jobs):
    while True:
        job = jobs.get()  #< frame
        job()


def main():
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    threading.Thread(target=consume, args=(queue.Queue(),), name="consumer").start()
    time.sleep(0.1)
    print("READY", flush=True)
    while True:
        time.sleep(1)


main()
