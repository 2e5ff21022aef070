# As in signal-handler-replaced-by-nothing, where the main thread waits for events; a docstring and a `return` are nothing, too.
# cause: signal-handler-replaced
# culprit: spare
# kind: signal-handler
import http.server
import signal


def spare(number, frame):  #< frame construct
    """The supervisor decides when we stop."""
    return


def leave(number, frame):
    raise SystemExit(0)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
signal.signal(signal.SIGTERM, leave)
signal.signal(signal.SIGTERM, spare)
print("READY", flush=True)
server.serve_forever()
