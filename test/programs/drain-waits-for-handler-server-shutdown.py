# A server without threads of its own is in a request handler that waits: server.shutdown() waits for that.
# cause: drain-waits-for-handler
# kind: thread
# culprit: Api.handle
# thread: server
# innocent: main
import signal
import socket
import socketserver
import threading

job = threading.Semaphore(0)


class Api(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(b".")
        job.acquire()  #< frame


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
