# multiprocessing.pool.ThreadPool: join() waits for the jobs of its worker threads, and one of them waits for an answer.
# cause: executor-job-running | thread-join-stuck
# culprit: fetch
# kind: thread
# innocent: main
import signal
import socket
import sys
import threading
from multiprocessing.pool import ThreadPool

stop = threading.Event()
server = socket.create_server(("127.0.0.1", 0))


def fetch(number):
    if number != 3:
        return b""
    with socket.create_connection(server.getsockname()) as connection:
        return connection.recv(1024)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    pool = ThreadPool(4)
    pool.map_async(fetch, range(8), chunksize=1)
    while not stop.wait(0.4):
        print("READY", flush=True)
    pool.close()
    pool.join()


if __name__ == "__main__":
    main()
    sys.exit(0)
