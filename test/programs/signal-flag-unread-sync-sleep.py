# The handler sets a flag, and the loop that reads it sleeps for an hour; PEP 475 goes on sleeping.
# cause: signal-flag-unread
# culprit: run
# kind: thread
# innocent: fetch
import signal
import time

stopping = False


def on_sigterm(number, frame):
    global stopping
    stopping = True


def fetch():
    return []


def run():
    while not stopping:
        fetch()
        print("READY", flush=True)
        time.sleep(3600)  #< frame


signal.signal(signal.SIGTERM, on_sigterm)
run()
