# A request handler calls shutdown() of the server whose own thread it runs on; the main thread does, too.
# cause: cleanup-deadlock
# kind: thread
# culprit: Api.handle
# thread: server
# innocent: main
import signal
import socket
import socketserver
import threading


class Api(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(b".")
        self.server.shutdown()  #< frame


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    server = socketserver.TCPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, name="server", daemon=True).start()
    client = socket.create_connection(server.server_address)
    client.recv(1)
    print("READY", flush=True)
    stop.wait()
    server.shutdown()  #< construct


main()
