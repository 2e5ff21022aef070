# The service's shutdown closes a driver, whose C code waits for ever.
# cause: native-teardown-stuck
# culprit: Driver.close
# kind: thread
import ctypes
import signal
import threading


class Driver:
    def __init__(self):
        self.library = ctypes.CDLL(None)

    def close(self):
        self.library.pause()  #< frame construct


asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
driver = Driver()
print("READY", flush=True)
asked.wait()
driver.close()
