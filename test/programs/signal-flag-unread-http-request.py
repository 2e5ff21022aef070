# http.server handles one request at a time: while one sleeps, nobody looks at what the handler stored.
# cause: signal-flag-unread
# culprit: Page.do_GET
# kind: thread
# innocent: stop
import http.server
import signal
import threading
import time
import urllib.request

stopping = False


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print("READY", flush=True)
        time.sleep(3600)  #< frame
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def stop(number, frame):
    global stopping
    stopping = True


signal.signal(signal.SIGTERM, stop)
server = http.server.HTTPServer(("127.0.0.1", 0), Page)
url = "http://127.0.0.1:%d/" % server.server_address[1]
threading.Thread(target=urllib.request.urlopen, args=(url,), daemon=True).start()
while not stopping:
    server.handle_request()
