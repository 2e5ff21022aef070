# A job of a thread pool runs a tool, and the exit joins the pool: the tool is what does not end.
# cause: child-still-running
# culprit: convert
# kind: process
# innocent: ThreadPoolExecutor-0_0 | main
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def convert():
    with subprocess.Popen(["sh", "-c", "trap '' TERM; echo up; exec sleep 600"], stdout=subprocess.PIPE) as tool:
        print("READY", tool.stdout.readline(), flush=True)
        return tool.communicate()[0]  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    pool = ThreadPoolExecutor(1)
    pool.submit(convert)
    while True:
        time.sleep(0.5)


main()
