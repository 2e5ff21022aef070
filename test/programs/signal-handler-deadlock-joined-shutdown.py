# The handler has a thread shut the server down, which is right, and joins it, on top of the loop that has to end for that.
# cause: signal-handler-deadlock
# culprit: on_term
# kind: signal-handler
# certainty: likely
import signal
import socketserver
import threading

server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler)


def on_term(number, frame):
    closer = threading.Thread(target=server.shutdown, name="closer")
    closer.start()
    closer.join()  #< frame


signal.signal(signal.SIGTERM, on_term)
print("READY", flush=True)
server.serve_forever()
