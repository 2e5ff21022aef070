# Two threads take two locks in different order when they are told to end.
# cause: cleanup-deadlock
# culprits: flush | close
# kind: thread
import signal
import threading
import time

first, second = threading.Lock(), threading.Lock()
stopping = threading.Event()


def flush():
    with second:
        stopping.wait()
        time.sleep(0.2)
        with first:  #< frame
            pass


def close():
    with first:
        time.sleep(0.1)
        stopping.set()
        with second:  #< frame
            print("closed")


asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
threading.Thread(target=flush, name="flusher").start()
print("READY", flush=True)
asked.wait()
close()
