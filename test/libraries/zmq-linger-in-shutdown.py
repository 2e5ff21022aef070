# pyzmq without a loop: the shutdown ends the context, which waits for a message that has no receiver.
# cause: native-teardown-stuck
# culprit: Publisher.close
# sets: further
import signal
import threading

import zmq
from visitor import free_port


class Publisher:
    def __init__(self):
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.PUSH)
        self.socket.connect(f"tcp://127.0.0.1:{free_port()}")
        self.socket.send(b"unsent")

    def close(self):
        self.socket.close()
        self.context.term()  #< frame construct?


asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
publisher = Publisher()
print("READY", flush=True)
asked.wait()
publisher.close()
