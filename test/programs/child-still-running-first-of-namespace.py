# The child is the first process of a namespace, and has no handler: what its parent passes on is dropped by the kernel.
# cause: child-still-running | signal-dropped-by-pid1
# kind: process
# says: kernel drops
# pythons: >=3.12
# joined: no
import os
import signal
import time


def serve():
    print("READY", flush=True)
    while True:
        time.sleep(1)


def main():
    os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWPID)
    child = os.fork()
    if child == 0:
        serve()
    signal.signal(signal.SIGTERM, lambda number, _: os.kill(child, number))
    os.waitpid(child, 0)


main()
