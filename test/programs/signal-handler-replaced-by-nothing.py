# A handler that does nothing took the place of the one that stops the service; nobody asked for a descriptor to be written to.
# cause: signal-handler-replaced
# culprit: ignore
# kind: signal-handler
import signal
import threading

stop = threading.Event()


def ignore(number, frame):  #< frame construct
    pass


signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
signal.signal(signal.SIGTERM, ignore)
print("READY", flush=True)
stop.wait()
