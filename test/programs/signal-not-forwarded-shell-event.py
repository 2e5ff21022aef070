# A trap of the shell waits until its foreground command ends; the event that the service's handler would set is not set.
# cause: signal-not-forwarded
# kind: process
# start: bash -c 'trap "exit 0" TERM; {python} {program}; exit'
# innocent: main, on_term
# joined: no
import signal
import threading

stop = threading.Event()


def on_term(number, frame):
    stop.set()


def main():
    signal.signal(signal.SIGTERM, on_term)
    print("READY", flush=True)
    while not stop.wait(0.3):
        pass


main()
