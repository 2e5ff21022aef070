# A threaded HTTP server: its handler of SIGTERM ends the program, and the threads of its requests are daemons.
# cause: none
import http.server
import signal
import socketserver
import sys
import threading
import time
import urllib.request


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print("READY", flush=True)
        time.sleep(3600)

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
server = Server(("127.0.0.1", 0), Page)
url = "http://127.0.0.1:%d/" % server.server_address[1]
threading.Thread(target=urllib.request.urlopen, args=(url,), daemon=True).start()
server.serve_forever()
