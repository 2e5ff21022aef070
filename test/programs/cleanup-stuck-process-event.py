# After its loop the service waits for an Event of multiprocessing, which a thread would set that waits for its peer.
# cause: cleanup-stuck
# culprit: main
# kind: thread
# says: uploader
import multiprocessing
import signal
import socket
import threading


def upload(peer, stored):
    peer.recv(1)
    stored.set()


def main():
    stop = threading.Event()
    stored = multiprocessing.get_context("spawn").Event()
    ours, theirs = socket.socketpair()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=upload, args=(ours, stored), name="uploader", daemon=True).start()
    while not stop.wait(0.2):
        print("READY", flush=True)
    stored.wait()  #< frame construct?
    theirs.close()


if __name__ == "__main__":
    main()
