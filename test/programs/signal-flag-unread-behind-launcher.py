# A launcher that passes the signal on, and a flag that nobody looks at: the launcher did its part.
# cause: signal-flag-unread
# culprit: <module>
# start: {launchers}/passes-on.sh {python} {program}
import signal
import time

stopping = False


def stop(*_):
    global stopping
    stopping = True


signal.signal(signal.SIGTERM, stop)
print("READY", flush=True)
while not stopping:
    time.sleep(3600)  #< frame
