# Flask in werkzeug's threaded server: its threads are daemons, and SystemExit ends it whatever they do.
# cause: none
# sets: frameworks
import signal
import sys
import time

from flask import Flask
from visitor import free_port, visit

app = Flask(__name__)


@app.route("/")
def export():
    print("READY", flush=True)
    time.sleep(3600)
    return ""


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
port = free_port()
visit(port, says_ready=False)
app.run(port=port, threaded=True)
