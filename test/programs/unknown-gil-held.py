# A thread is in a regular expression that does not end, and keeps the GIL: the main thread, which looks often, gets no turn.
# cause: unknown
# kind: thread
# culprit: match
# thread: matcher
# innocent: main
import re
import signal
import threading
import time

PATTERN = re.compile(r"^(([a-z])+.)+[A-Z]([a-z])+$")
stop = threading.Event()


def match(text):
    print("READY", flush=True)
    PATTERN.match(text)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=match, args=("a" * 60,), name="matcher", daemon=True).start()
    while not stop.is_set():
        time.sleep(0.1)


main()
