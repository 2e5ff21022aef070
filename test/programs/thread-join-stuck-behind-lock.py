# The thread that is joined would end, but waits for a lock that another keeps over a read: the other answers.
# cause: thread-join-stuck
# culprit: Mirror.pull
# kind: thread
# thread: mirror
# certainty: likely
# joined: no
# says: 'mirror'
import signal
import socket
import threading
import time

over = threading.Event()
guard = threading.Lock()


class Mirror(threading.Thread):
    def __init__(self):
        super().__init__(name="mirror", daemon=True)
        self.near, self.far = socket.socketpair()

    def pull(self):
        with guard:
            # The counter comes to the lock meanwhile.
            time.sleep(0.3)
            print("READY", flush=True)
            self.near.recv(1)  #< frame

    def run(self):
        self.pull()


def count(totals):
    while not over.wait(0.1):
        with guard:
            totals["rounds"] = totals.get("rounds", 0) + 1


def main():
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    counter = threading.Thread(target=count, args=({},), name="counter")
    counter.start()
    over.wait(0.3)
    Mirror().start()
    over.wait()
    counter.join()


main()
