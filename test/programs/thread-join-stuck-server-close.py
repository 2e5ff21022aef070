# socketserver joins the threads of its handlers when it is closed, and one of them reads from a peer that says nothing.
# cause: thread-join-stuck
# culprit: Echo.handle
# kind: thread
# innocent: main, stop
import signal
import socket
import socketserver
import threading


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        print("READY", flush=True)
        while True:
            data = self.request.recv(1024)  #< frame
            if not data:
                return
            self.request.sendall(data)


def main():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo)

    def stop(number, frame):
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    client = socket.create_connection(server.server_address)
    server.serve_forever(poll_interval=0.05)
    server.server_close()
    client.close()


main()
