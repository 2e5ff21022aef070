# The main thread waits for jobs for a timedelta since a moment in UTC.
# cause: drain-longer-than-grace
# culprit: drain
# kind: thread
import signal
import time
from datetime import datetime, timedelta, timezone

jobs = ["export", "mail"]


def drain(patience):
    started = datetime.now(timezone.utc)
    while jobs and datetime.now(timezone.utc) - started < timedelta(minutes=1, seconds=patience):  #< construct
        time.sleep(0.25)  #< frame


def main():
    asked = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(True))
    print("READY", flush=True)
    while not asked:
        time.sleep(0.1)
    drain(patience=30)


main()
