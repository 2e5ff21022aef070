"""A PostgreSQL in a thread of the service: it lets everybody in, and then does not answer a single query."""
import socket
import struct
import threading

_CANCEL_REQUEST = 80877102
_held = []


def fake_postgres():
    """The port on which it listens."""
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(server,), daemon=True).start()
    return server.getsockname()[1]


def _accept(server):
    while True:
        client, _ = server.accept()
        threading.Thread(target=_let_in, args=(client,), daemon=True).start()


def _let_in(client):
    # Who asks to cancel a query is heard, and nothing follows from it.
    if struct.unpack("!i", client.recv(4096)[4:8]) == (_CANCEL_REQUEST,):
        return client.close()
    client.sendall(_message(b"R", struct.pack("!i", 0)))
    for name, value in (b"server_version", b"16.0"), (b"client_encoding", b"UTF8"), (b"standard_conforming_strings", b"on"):
        client.sendall(_message(b"S", name + b"\0" + value + b"\0"))
    _held.append(client)
    client.sendall(_message(b"K", struct.pack("!ii", 1, 1)) + _message(b"Z", b"I"))


def _message(kind, body):
    return kind + struct.pack("!i", len(body) + 4) + body
