"""A Redis in a thread of the service: as much of RESP as clients and arq need; BLPOP and SUBSCRIBE never hear anything, and GET takes a moment."""
import socket
import threading
import time

_values = {}
_scores = {}


def fake_redis():
    """The port on which it answers."""
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(server,), daemon=True).start()
    return server.getsockname()[1]


def _accept(server):
    while True:
        client, _ = server.accept()
        threading.Thread(target=_talk, args=(client,), daemon=True).start()


def _talk(client):
    lines = client.makefile("rb")
    queued = None
    while header := lines.readline():
        words = []
        for _ in range(int(header[1:])):
            size = int(lines.readline()[1:])
            words.append(lines.read(size + 2)[:-2])
        name = words[0].upper()
        if name == b"BLPOP":
            continue
        if name == b"MULTI":
            queued = []
            client.sendall(b"+OK\r\n")
        elif name == b"EXEC":
            answers, queued = queued, None
            client.sendall(_reply([_run(*one) for one in answers]))
        elif queued is not None:
            queued.append(words)
            client.sendall(b"+QUEUED\r\n")
        else:
            client.sendall(_reply(_run(*words)))


def _run(name, *args):
    name = name.upper()
    if name in (b"SET", b"PSETEX", b"SETEX"):
        _values[args[0]] = args[1] if name == b"SET" else args[2]
        return True
    if name == b"GET":
        time.sleep(0.03)
        return _values.get(args[0])
    if name == b"EXISTS":
        return sum(one in _values for one in args)
    if name in (b"DEL", b"UNLINK"):
        return sum(_values.pop(one, None) is not None for one in args)
    if name == b"ZADD":
        _scores.setdefault(args[0], {})[args[-1]] = float(args[-2])
        return 1
    if name == b"ZRANGEBYSCORE":
        due = [one for one, score in _scores.get(args[0], {}).items() if score <= time.time() * 1000]
        return sorted(due)
    if name == b"ZSCORE":
        score = _scores.get(args[0], {}).get(args[1])
        return None if score is None else str(int(score)).encode()
    if name == b"ZREM":
        return sum(_scores.get(args[0], {}).pop(one, None) is not None for one in args[1:])
    if name in (b"INCR", b"INCRBY"):
        _values[args[0]] = str(int(_values.get(args[0], b"0")) + 1).encode()
        return int(_values[args[0]])
    if name == b"SUBSCRIBE":
        return [b"subscribe", args[0], 1]
    if name == b"INFO":
        return b"redis_version:7.0.15\r\nused_memory_human:1M\r\nconnected_clients:1\r\n"
    if name in (b"DBSIZE", b"EXPIRE", b"PEXPIRE"):
        return 1
    return True


def _reply(value):
    if value is True:
        return b"+OK\r\n"
    if value is None:
        return b"$-1\r\n"
    if isinstance(value, int):
        return b":%d\r\n" % value
    if isinstance(value, list):
        return b"*%d\r\n" % len(value) + b"".join(map(_reply, value))
    return b"$%d\r\n%s\r\n" % (len(value), value)
