# The same without asyncio: Popen.communicate() reads to the end of a pipe that the tool's daemon has open.
# cause: child-pipe-held-open
# culprit: main
# kind: process
import signal
import subprocess
import sys
import threading

stop = threading.Event()


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    tool = subprocess.Popen(
        ["sh", "-c", "trap 'exit 0' TERM; sleep 600 & wait"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not stop.wait(0.3):
        print("READY", flush=True)
    tool.terminate()
    out, errors = tool.communicate()  #< frame
    print(out, errors)


sys.exit(main())
