# The handler adds a word to a deque; the server looks there only when a client has connected.
# cause: signal-flag-unread
# culprit: serve
# kind: thread
import collections
import selectors
import signal
import socket

words = collections.deque()


def serve(server):
    selector = selectors.DefaultSelector()
    selector.register(server, selectors.EVENT_READ)
    print("READY", flush=True)
    while "stop" not in words:
        for key, _ in selector.select():  #< frame
            key.fileobj.accept()


signal.signal(signal.SIGTERM, lambda *_: words.append("stop"))
serve(socket.create_server(("127.0.0.1", 0)))
