# redis: the thread that listens for messages is started and forgotten; it is no daemon.
# cause: thread-not-daemon
# kind: thread
# says: The thread is a PubSubWorkerThread of redis
# sets: current
import signal
import socket
import sys
import threading
import time

import redis

SUBSCRIBED = b"*3\r\n$9\r\nsubscribe\r\n$6\r\norders\r\n:1\r\n"


def answer(connection):
    while connection.recv(1000):
        connection.sendall(SUBSCRIBED)


def serve(server):
    while True:
        threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()


def main():
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(server,), daemon=True).start()
    messages = redis.Redis(port=server.getsockname()[1], protocol=2).pubsub()
    messages.subscribe(orders=print)
    messages.run_in_thread(sleep_time=0.5)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    time.sleep(0.3)
    print("READY", flush=True)
    while True:
        time.sleep(1)


main()
