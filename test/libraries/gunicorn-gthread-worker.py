# gunicorn with threads: a request sleeps in the worker's pool, and the worker waits for it; neither it nor the arbiter is to blame.
# cause: executor-job-running
# culprit: app
# kind: thread
# innocent: ThreadWorker.run, Worker.handle_exit, Arbiter.stop
# grace: 4
# sets: current older frameworks
import os
import sys
import time

from visitor import free_port, visit


def app(environ, start_response):
    print("READY", flush=True)
    time.sleep(3600)  #< frame
    start_response("200 OK", [])
    return [b""]


if "PORT" in os.environ:
    visit(int(os.environ["PORT"]), says_ready=False)
else:
    port = free_port()
    os.environ["PORT"] = str(port)
    here = os.path.dirname(os.path.abspath(__file__))
    name = os.path.splitext(os.path.basename(__file__))[0]
    words = ["-m", "gunicorn", "--chdir", here, "--threads", "4", "-b", f"127.0.0.1:{port}"]
    os.execv(sys.executable, [sys.executable, *words, f"{name}:app"])
