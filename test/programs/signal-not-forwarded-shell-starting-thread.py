# A shell keeps the signal, which comes while the main thread loads; the handler, which has not run, would raise.
# cause: signal-not-forwarded
# kind: process
# start: bash -c 'trap "exit 0" TERM; {python} {program}; exit'
# innocent: main, load
# grace: 3
# joined: no
import signal
import sys
import threading
import time


def load():
    time.sleep(1.2)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("READY", flush=True)
    load()
    threading.Event().wait()


main()
