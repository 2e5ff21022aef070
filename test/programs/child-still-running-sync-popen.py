# A synchronous service ends its tool and waits for it; the tool has its own idea of SIGTERM.
# cause: child-still-running
# culprit: main
# kind: process
import signal
import subprocess
import sys
import threading

stop = threading.Event()


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    tool = subprocess.Popen(["sh", "-c", "trap '' TERM; while :; do sleep 1; done"])
    while not stop.wait(0.3):
        print("READY", flush=True)
    tool.terminate()
    tool.wait()  #< frame
    return 0


sys.exit(main())
