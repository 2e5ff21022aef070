# Two workers have each a lock that the other wants; the shutdown joins them, and they never come to see that they should end.
# cause: cleanup-deadlock
# culprit: Account.transfer
# kind: thread
import signal
import threading
import time

stop = threading.Event()


class Account:
    def __init__(self):
        self.lock = threading.Lock()

    def transfer(self, other):
        while not stop.is_set():
            with self.lock:
                time.sleep(0.2)
                with other.lock:  #< frame
                    pass


def end(number, frame):
    stop.set()


signal.signal(signal.SIGTERM, end)
one, other = Account(), Account()
threads = [
    threading.Thread(target=one.transfer, args=(other,)),
    threading.Thread(target=other.transfer, args=(one,)),
]
for thread in threads:
    thread.start()
time.sleep(0.5)
print("READY", flush=True)
stop.wait()
for thread in threads:
    thread.join()
