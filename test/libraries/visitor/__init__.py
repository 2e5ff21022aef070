"""The other end of a service's connections: raw sockets that stay open and send no more than they must."""
import socket
import threading
import time

_held = []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def visit(port, path="/", websocket=False, says_ready=True, method="GET"):
    """Asks once the server is there; says READY with the first bytes of the answer, and keeps the connection."""
    threading.Thread(target=_visit, args=(port, path, websocket, says_ready, method), daemon=True).start()


def say_ready(port):
    """Says READY once the server takes connections; keeps none."""
    threading.Thread(target=_knock, args=(port,), daemon=True).start()


def _connect(port):
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("no server")


def _knock(port):
    _connect(port).close()
    time.sleep(0.3)
    print("READY", flush=True)


def _visit(port, path, websocket, says_ready, method):
    client = _connect(port)
    _held.append(client)
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    if websocket:
        lines += ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
        lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    client.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    client.recv(1)
    time.sleep(0.2)
    if says_ready:
        print("READY", flush=True)
