# The shutdown says goodbye to a peer and waits for its answer, for a minute.
# cause: drain-longer-than-grace
# culprit: goodbye
# kind: thread
import signal
import socket
import threading

asked = threading.Event()
here, there = socket.socketpair()


def goodbye(peer):
    peer.settimeout(60)
    peer.sendall(b"bye")
    return peer.recv(10)  #< frame


signal.signal(signal.SIGTERM, lambda *_: asked.set())
print("READY", flush=True)
asked.wait()
goodbye(here)
