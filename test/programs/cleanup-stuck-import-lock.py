# A shutdown that imports a module which another thread is still in the middle of importing: Python lets one thread at a time import it.
# cause: cleanup-stuck | thread-join-stuck
# culprit: PluginLoader.exec_module
# kind: thread
# thread: warmup
import importlib.machinery
import signal
import socket
import sys
import threading
import time

listener = socket.create_server(("127.0.0.1", 0))


class PluginLoader:
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name == "plugin" else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.peer = socket.create_connection(listener.getsockname())
        module.banner = module.peer.recv(100)  #< frame


class Service:
    def __init__(self):
        self.stopping = threading.Event()

    def warm_up(self):
        import plugin  # noqa: F401

    def run(self):
        while not self.stopping.wait(0.2):
            pass
        self.stop()

    def stop(self):
        import plugin  #< construct?

        plugin.close()


sys.meta_path.insert(0, PluginLoader())
service = Service()
signal.signal(signal.SIGTERM, lambda *_: service.stopping.set())
threading.Thread(target=service.warm_up, name="warmup", daemon=True).start()
time.sleep(0.2)
print("READY", flush=True)
service.run()
