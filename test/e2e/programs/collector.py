# A collector in the sidecars' eyes; what it does with a report is its first argument. Prints a JSON line for each request.
#   accept: 201        slow: takes the request and never answers        unavailable: 503
# Besides, port 9001 drops every connection attempt (a black hole), and nobody listens on port 9002.
import json
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BEHAVIOUR = sys.argv[1]
STATUS = {"accept": 201, "unavailable": 503}


class Collector(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        seen = {
            "at": time.time(),
            "path": self.path,
            "bytes": len(body),
            "abridged": self.headers.get("x-straggler-abridged"),
            "authorized": (self.headers.get("authorization") or "").startswith("Bearer ey"),
            "body": json.loads(body),
        }
        # A line of the log is cut at 16 KiB, so a long one is written in pieces.
        text = json.dumps(seen)
        pieces = [text[start : start + 8000] for start in range(0, len(text), 8000)]
        for index, piece in enumerate(pieces):
            print("%d/%d %s" % (index + 1, len(pieces), piece), flush=True)
        if BEHAVIOUR == "slow":
            time.sleep(3600)
        self.send_response(STATUS[BEHAVIOUR])
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


def black_hole():
    """A queue of accepted connections that is full: the kernel drops what else comes."""
    listener = socket.socket()
    listener.bind(("0.0.0.0", 9001))
    listener.listen(0)
    fillers = []
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.1", 9001))
        fillers.append(filler)
    return listener, fillers


hole = black_hole()
server = ThreadingHTTPServer(("0.0.0.0", 9000), Collector)
server.daemon_threads = True
print("READY", flush=True)
server.serve_forever()
