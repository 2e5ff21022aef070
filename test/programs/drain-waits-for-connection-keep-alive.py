# A server without threads of its own is in a connection whose client is idle: server.shutdown() waits for that.
# cause: drain-waits-for-connection
# kind: thread
# thread: server
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


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
server = http.server.HTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, name="server", daemon=True).start()
client = http.client.HTTPConnection("127.0.0.1", server.server_port)
client.request("GET", "/")
client.getresponse().read()
print("READY", flush=True)
stop.wait()
server.shutdown()  #< construct
