# The shutdown gives its child 30 seconds before it kills it, longer than the grace period; the child ignores the signal.
# cause: child-still-running | drain-longer-than-grace
# kind: process
# says: Make the limit of the wait
import signal
import subprocess
import threading

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
command = "trap '' TERM; echo up; while :; do sleep 1; done"
child = subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE)
child.stdout.readline()
print("READY", flush=True)
stop.wait()
child.terminate()
try:
    child.wait(timeout=30)
except subprocess.TimeoutExpired:
    child.kill()
