# The main thread of a supervisor works in rounds until a thread has seen the worker end; the worker keeps SIGTERM.
# cause: child-still-running
# culprit: reap
# kind: process
# innocent: main | reaper
import os
import signal
import subprocess
import threading
import time

WORKER = "trap '' TERM; echo up; exec sleep 600"
running = {}


def reap(worker):
    os.waitpid(worker.pid, 0)  #< frame
    running.pop(worker.pid)


def report():
    with open(os.devnull, "w") as file:
        print(len(running), file=file)


def main():
    worker = subprocess.Popen(["sh", "-c", WORKER], stdout=subprocess.PIPE)
    running[worker.pid] = worker
    signal.signal(signal.SIGTERM, lambda number, frame: [os.kill(pid, number) for pid in running])
    threading.Thread(target=reap, args=(worker,), name="reaper", daemon=True).start()
    print("READY", worker.stdout.readline(), flush=True)
    while running:
        report()
        time.sleep(0.2)


main()
