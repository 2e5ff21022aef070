# gunicorn, preloaded, with two workers: one holds a lock of its own twice, in a request; the other ends.
# cause: signal-flag-unread
# culprit: app
# kind: thread
# innocent: Arbiter.stop, Worker.handle_exit
# grace: 4
# sets: current older
import os
import sys
import threading

from visitor import free_port, visit

lock = threading.Lock()


def app(environ, start_response):
    print("READY", flush=True)
    with lock:
        lock.acquire()  #< frame
    start_response("200 OK", [])
    return [b""]


if "PORT" in os.environ:
    visit(int(os.environ["PORT"]), says_ready=False)
else:
    port = free_port()
    os.environ["PORT"] = str(port)
    here = os.path.dirname(os.path.abspath(__file__))
    name = os.path.splitext(os.path.basename(__file__))[0]
    words = ["-m", "gunicorn", "--chdir", here, "--preload", "-w", "2", "-b", f"127.0.0.1:{port}"]
    os.execv(sys.executable, [sys.executable, *words, f"{name}:app"])
