# The service's module installs a handler of its own in gunicorn's worker, which sets a flag for its requests: the worker's is gone.
# cause: signal-handler-replaced
# culprit: note_signal
# kind: signal-handler
# uvloop: chosen
# sets: current older
import os
import signal
import sys

from visitor import free_port, visit

leaving = False


def note_signal(number, frame):  #< frame construct?
    global leaving
    leaving = True


def app(environ, start_response):
    start_response("503 Leaving" if leaving else "200 OK", [])
    return [b""]


if "PORT" in os.environ:
    signal.signal(signal.SIGTERM, note_signal)
    visit(int(os.environ["PORT"]))
else:
    port = free_port()
    os.environ["PORT"] = str(port)
    here = os.path.dirname(os.path.abspath(__file__))
    name = os.path.splitext(os.path.basename(__file__))[0]
    words = ["-m", "gunicorn", "--chdir", here, "-b", f"127.0.0.1:{port}"]
    os.execv(sys.executable, [sys.executable, *words, f"{name}:app"])
