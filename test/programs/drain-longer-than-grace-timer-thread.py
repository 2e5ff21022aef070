# The handler starts a threading.Timer that shuts the server down 25 s later.
# cause: drain-longer-than-grace
# culprit: Web.on_term
# kind: signal-handler
# joined: no
import http.server
import signal
import threading


class Web:
    def __init__(self):
        self.healthy = True
        self.server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)

    def on_term(self, *_):
        self.healthy = False
        threading.Timer(25, self.server.shutdown).start()  #< frame construct

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        self.server.serve_forever(poll_interval=0.2)
        self.server.server_close()


Web().run()
