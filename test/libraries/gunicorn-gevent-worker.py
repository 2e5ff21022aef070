# gunicorn with a gevent worker: a request that sleeps in a greenlet, which is not read. The worker is named, and its handler is not.
# Where the looks come in time, gunicorn's own limit for its workers (30 s), which is longer than the grace period, is told beside it.
# cause: child-still-running | drain-longer-than-grace
# kind: process
# limit: unsupported-scheduler
# innocent: Worker.handle_exit, handle_exit
# grace: 4
# sets: frameworks
import os
import sys
import time

from visitor import free_port, visit


def app(environ, start_response):
    print("READY", flush=True)
    time.sleep(3600)
    start_response("200 OK", [])
    return [b""]


if "PORT" in os.environ:
    visit(int(os.environ["PORT"]), says_ready=False)
else:
    port = free_port()
    os.environ["PORT"] = str(port)
    here = os.path.dirname(os.path.abspath(__file__))
    name = os.path.splitext(os.path.basename(__file__))[0]
    words = ["-m", "gunicorn", "--chdir", here, "-k", "gevent", "-b", f"127.0.0.1:{port}"]
    os.execv(sys.executable, [sys.executable, *words, f"{name}:app"])
