# The handler ends the child and waits for it, on top of the code that waits for it already: Popen lets one wait at a time.
# cause: signal-handler-deadlock
# culprit: stop
# kind: signal-handler
import signal
import subprocess
import sys


def stop(number, frame):
    child.terminate()
    child.wait()  #< frame
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
child = subprocess.Popen(["sleep", "3600"])
print("READY", flush=True)
child.wait()  #< construct
