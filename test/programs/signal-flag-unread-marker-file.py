# The handler leaves a file that the loop looks for every quarter of an hour.
# cause: signal-flag-unread
# culprit: harvest
# kind: thread
# joined: no
import pathlib
import signal
import tempfile
import time

MARKER = pathlib.Path(tempfile.mkdtemp()) / "leave"


def leave(number, frame):  #< construct
    MARKER.touch()


def harvest():
    while not MARKER.exists():
        time.sleep(900)  #< frame


signal.signal(signal.SIGTERM, leave)
print("READY", flush=True)
harvest()
