# The shutdown takes a lock with a limit, which is in no frame: the kernel has been told of it.
# cause: drain-longer-than-grace
# culprit: close
# kind: thread
# pythons: 3.11+
import signal
import threading
import time

lock = threading.Lock()
asked = threading.Event()


def compact():
    with lock:
        while True:
            time.sleep(5)


def close():
    if lock.acquire(timeout=50):  #< frame
        lock.release()


threading.Thread(target=compact, name="compactor", daemon=True).start()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
print("READY", flush=True)
asked.wait()
close()
