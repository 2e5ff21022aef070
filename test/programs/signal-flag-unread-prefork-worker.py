# A prefork server of one's own: the parent tells its workers and waits; one of them reads from a peer that says nothing.
# cause: signal-flag-unread
# culprit: work
# kind: thread
# innocent: stop
import os
import signal
import socket
import time

workers = []
stopping = False


def stop(number, frame):
    global stopping
    stopping = True
    for pid in workers:
        os.kill(pid, number)


def work(connection):
    while not stopping:
        print(connection.recv(1024))  #< frame


signal.signal(signal.SIGTERM, stop)
ours, theirs = socket.socketpair()
pid = os.fork()
if pid == 0:
    workers.clear()
    work(theirs)
    os._exit(0)
workers.append(pid)
time.sleep(0.3)
print("READY", flush=True)
os.waitpid(pid, 0)
ours.close()
