# waitress: SystemExit leads it into its shutdown, which waits some seconds for a request in one of its threads.
# cause: executor-job-running
# culprit: app
# kind: thread
# innocent: stop, ThreadedTaskDispatcher.shutdown
# grace: 1
# sets: frameworks
import signal
import sys
import time

from visitor import free_port, visit
from waitress import serve


def app(environ, start_response):
    print("READY", flush=True)
    time.sleep(3600)  #< frame
    start_response("200 OK", [])
    return [b""]


def stop(number, frame):
    sys.exit(0)


signal.signal(signal.SIGTERM, stop)
port = free_port()
visit(port, says_ready=False)
serve(app, host="127.0.0.1", port=port, threads=2)
