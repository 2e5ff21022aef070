# signal.pause() returns once the handler has run, which does nothing itself; the shutdown that follows reads from a silent peer.
# cause: cleanup-stuck
# culprit: Uplink.goodbye
# kind: thread
# joined: no
import signal
import socket


class Uplink:
    def __init__(self):
        self.near, self.far = socket.socketpair()

    def goodbye(self):
        self.near.sendall(b"bye")
        return self.near.recv(16)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: print("asked to stop"))
    uplink = Uplink()
    print("READY", flush=True)
    signal.pause()
    uplink.goodbye()


main()
