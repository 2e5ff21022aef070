# After its loop the main thread sends what is left, a message a moment: it gets on, and is not stuck.
# cause: unknown | drain-longer-than-grace
import signal
import socket
import threading
import time


def answer(there):
    while True:
        there.recv(10)
        time.sleep(0.1)
        there.sendall(b"ok")


def drain(here, pending):
    while pending:
        here.sendall(b"%d" % pending.pop())
        here.recv(2)


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
here, there = socket.socketpair()
threading.Thread(target=answer, args=(there,), daemon=True).start()
print("READY", flush=True)
stop.wait()
drain(here, list(range(1000)))
