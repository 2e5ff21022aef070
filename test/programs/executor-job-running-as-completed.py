# After its loop the main thread goes through the results of jobs, one of which does not end.
# cause: executor-job-running
# kind: thread
# culprit: pull
# innocent: finish
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed


def pull(sock):
    return sock.recv(10)  #< frame


def finish(futures):
    for future in as_completed(futures):
        future.result()


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
here, there = socket.socketpair()
pool = ThreadPoolExecutor(2, "feed")
futures = [pool.submit(int, "1"), pool.submit(pull, here)]
print("READY", flush=True)
stop.wait()
finish(futures)
