# A C library's destructor waits at the end of the process, when Python's own code is over.
# cause: native-teardown-stuck
# kind: thread
# joined: no
import ctypes
import signal
import sys
import threading

stop = threading.Event()
libc = ctypes.CDLL(None)


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    # pause(2), called by exit(3) with the address of its own code: what a library's destructor is to the process.
    register = libc["__cxa_atexit"]
    register.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    register(ctypes.cast(libc.pause, ctypes.c_void_p), None, None)
    while not stop.wait(0.2):
        print("READY", flush=True)


main()
sys.exit(0)
