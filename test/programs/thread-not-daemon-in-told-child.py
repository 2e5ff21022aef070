# The launcher's handler passes the signal on through a helper; the child took it, and a thread of its own holds it up.
# cause: thread-not-daemon
# kind: thread
# thread: heartbeat
# innocent: launch, each, nudge, on_term
import signal
import subprocess
import sys
import threading
import time


def beat():
    while True:
        time.sleep(1)  #< frame


def serve():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    threading.Thread(target=beat, name="heartbeat").start()
    print("READY", flush=True)
    stop.wait()


children = []


def each(action):
    for child in children:
        action(child)


def nudge(child):
    child.terminate()


def on_term(number, frame):
    each(nudge)


def launch():
    signal.signal(signal.SIGTERM, on_term)
    children.append(subprocess.Popen([sys.executable, __file__, "serve"]))
    for child in children:
        child.wait()


if sys.argv[1:] == ["serve"]:
    serve()
else:
    launch()
