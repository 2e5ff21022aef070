# Flask in werkzeug's server, without threads: a request sleeps, and nobody comes round to look at the flag.
# cause: signal-flag-unread
# culprit: export
# kind: thread
# innocent: stop
# sets: frameworks
import signal
import time

from flask import Flask
from visitor import free_port, visit
from werkzeug.serving import make_server

app = Flask(__name__)
stopping = False


@app.route("/")
def export():
    print("READY", flush=True)
    time.sleep(3600)  #< frame
    return ""


def stop(number, frame):
    global stopping
    stopping = True


signal.signal(signal.SIGTERM, stop)
port = free_port()
visit(port, says_ready=False)
server = make_server("127.0.0.1", port, app)
while not stopping:
    server.handle_request()
