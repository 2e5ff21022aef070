# What the handler sets is looked at by the callback of a server only, which nobody asks anything.
# cause: signal-flag-unread
# culprit: Bridge.run
# kind: thread
# joined: no
import signal
import socketserver
import threading


class Bridge:
    def __init__(self):
        self.stopping = False
        self.count = 0
        bridge = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                bridge.on_message(self.request)

        self.server = socketserver.TCPServer(("127.0.0.1", 0), Handler)

    def on_message(self, message):
        if self.stopping:
            threading.Thread(target=self.server.shutdown).start()
            return
        self.count += 1

    def on_term(self, number, frame):  #< construct
        self.stopping = True

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        self.server.serve_forever()  #< frame


Bridge().run()
