# server.shutdown() in the handler waits for serve_forever() to end, which is the very frame that it interrupted.
# cause: signal-handler-deadlock
# culprit: on_sigterm
# kind: signal-handler | thread
import signal
import socketserver
import sys
import threading


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline())


server = socketserver.TCPServer(("127.0.0.1", 0), Echo)


def on_sigterm(number, frame):
    server.shutdown()  #< frame construct?
    sys.exit(0)


signal.signal(signal.SIGTERM, on_sigterm)
threading.Timer(0.2, lambda: print("READY", flush=True)).start()
server.serve_forever()  #< construct?
