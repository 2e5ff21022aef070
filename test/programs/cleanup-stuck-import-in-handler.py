# The signal handler itself imports a module that another thread is in the middle of importing.
# cause: cleanup-stuck
# culprit: DriverLoader.exec_module
# kind: thread
# thread: warmup
import importlib.machinery
import signal
import sys
import threading
import time


class DriverLoader:
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name == "driver" else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.found = threading.Event()
        while True:
            time.sleep(3600)  #< frame


def warm_up():
    import driver  # noqa: F401


def on_term(number, frame):
    import driver  #< construct?

    driver.shutdown()
    sys.exit(0)


sys.meta_path.insert(0, DriverLoader())
signal.signal(signal.SIGTERM, on_term)
threading.Thread(target=warm_up, name="warmup", daemon=True).start()
time.sleep(0.2)
print("READY", flush=True)
while True:
    time.sleep(0.5)
