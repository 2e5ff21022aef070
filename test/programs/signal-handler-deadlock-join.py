# The handler joins a thread that waits for the lock of the code which the handler interrupted.
# cause: signal-handler-deadlock
# culprit: stop
# kind: signal-handler
# innocent: write
import signal
import sys
import threading
import time

lock = threading.Lock()
stopping = threading.Event()


def write():
    while not stopping.is_set():
        with lock:
            time.sleep(0.001)


def stop(number, frame):
    stopping.set()
    writer.join()  #< frame
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
writer = threading.Thread(target=write, name="writer", daemon=True)
writer.start()
with lock:
    print("READY", flush=True)
    while True:
        time.sleep(0.2)  #< frame
