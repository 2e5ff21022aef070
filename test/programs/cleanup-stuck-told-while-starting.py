# The signal comes while the main thread loads; it then passes the wait for its event at once, and is stuck in its cleanup.
# cause: cleanup-stuck
# culprit: close
# kind: thread
# grace: 4
# joined: no
import signal
import threading
import time

stop = threading.Event()
flushed = threading.Event()


def close():
    flushed.wait()  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    print("READY", flush=True)
    time.sleep(1)
    stop.wait()
    close()


main()
