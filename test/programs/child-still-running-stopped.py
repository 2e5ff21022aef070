# The child was suspended with SIGSTOP: the SIGTERM that the shutdown sends it stays pending.
# cause: child-still-running
# kind: process
import os
import signal
import subprocess
import threading

stop = threading.Event()


def main():
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    job = subprocess.Popen(["sleep", "40"])
    os.kill(job.pid, signal.SIGSTOP)
    print("READY", flush=True)
    stop.wait()
    job.terminate()
    try:
        job.wait()  #< frame construct
    finally:
        job.kill()


main()
