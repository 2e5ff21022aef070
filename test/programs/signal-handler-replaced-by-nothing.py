# A handler that does nothing took the place of the one that stops the service; nobody asked for set_wakeup_fd.
# cause: signal-handler-replaced
# culprit: ignore
# kind: signal-handler
# pythons: 3.12+
import signal
import threading

stop = threading.Event()


def ignore(number, frame):  #< frame construct
    pass


signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
signal.signal(signal.SIGTERM, ignore)
print("READY", flush=True)
stop.wait()
