# A supervisor passes the signal on, and asks again and again whether its child has ended: the child's own thread holds it.
# cause: thread-not-daemon
# culprit: measure
# thread: metrics
# innocent: supervise, forward
import signal
import subprocess
import sys
import threading
import time


def measure():
    while True:
        time.sleep(0.5)  #< frame


def serve():
    threading.Thread(target=measure, name="metrics").start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("READY", flush=True)
    signal.pause()


def supervise():
    def forward(number, frame):
        child.send_signal(number)

    child = subprocess.Popen([sys.executable, __file__, "serve"])
    signal.signal(signal.SIGTERM, forward)
    while child.poll() is None:
        time.sleep(0.2)


if len(sys.argv) > 1:
    serve()
else:
    supervise()
