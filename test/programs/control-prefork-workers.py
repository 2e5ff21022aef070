# A prefork server of one's own: the parent tells its workers, and they end.
# cause: none
import os
import signal
import sys
import time

workers = []
stopping = False


def stop(number, frame):
    global stopping
    stopping = True
    for pid in workers:
        os.kill(pid, number)


def work():
    while not stopping:
        time.sleep(0.05)


signal.signal(signal.SIGTERM, stop)
for _ in range(2):
    pid = os.fork()
    if pid == 0:
        workers.clear()
        work()
        os._exit(0)
    workers.append(pid)
time.sleep(0.2)
print("READY", flush=True)
for pid in workers:
    os.waitpid(pid, 0)
sys.exit(0)
