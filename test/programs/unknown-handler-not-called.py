# A thread keeps the interpreter's lock in code of C: no handler can be called, and the main thread is not to blame.
# cause: unknown
# culprit: match
# kind: thread
# thread: matcher
# innocent: MainThread, on_term, main
import re
import signal
import threading

stopping = False


def on_term(number, frame):
    global stopping
    stopping = True


def match(text):
    print("READY", flush=True)
    re.match(r"^(([a-z])+.)+[A-Z]([a-z])+$", text)  #< frame


def main():
    signal.signal(signal.SIGTERM, on_term)
    tick = threading.Event()
    threading.Thread(target=match, args=("a" * 60,), name="matcher", daemon=True).start()
    while not stopping:
        tick.wait(0.1)


main()
