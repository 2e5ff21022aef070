# The handler has a thread call the server's shutdown; the one request at a time that the main thread serves does not end.
# cause: signal-flag-unread
# culprit: Handler.forward
# kind: thread
# innocent: stop, on_sigterm
import http.server
import signal
import socket
import threading
import urllib.request

upstream = socket.socketpair()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.forward()

    def forward(self):
        print("READY", flush=True)
        upstream[0].recv(10)  #< frame


def stop():
    server.shutdown()


def on_sigterm(number, frame):
    threading.Thread(target=stop, name="stopper", daemon=True).start()


def visit():
    urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/")


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
signal.signal(signal.SIGTERM, on_sigterm)
threading.Thread(target=visit, daemon=True).start()
server.serve_forever()
