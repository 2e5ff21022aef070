# As the handler must, it calls server.shutdown() in a thread; the main thread serves a connection whose client is idle.
# cause: drain-waits-for-connection
# kind: thread
# culprit: Site.run
# thread: MainThread
import http.client
import http.server
import signal
import threading


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Site:
    def __init__(self):
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Page)
        self.client = http.client.HTTPConnection("127.0.0.1", self.server.server_port)

    def on_term(self, *_):
        threading.Thread(target=self.server.shutdown, name="stopper").start()

    def visit(self):
        self.client.request("GET", "/")
        self.client.getresponse().read()
        print("READY", flush=True)

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        threading.Thread(target=self.visit, daemon=True).start()
        self.server.serve_forever()  #< frame


Site().run()
