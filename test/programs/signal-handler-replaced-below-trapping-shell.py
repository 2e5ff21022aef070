# The entry script passes the signal on, and a profiler's handler, which only prints, stands in place of the service's.
# cause: signal-handler-replaced | signal-handler-failed | signal-flag-unread
# culprit: dump
# start: {launchers}/traps.sh {python} {program}
# joined: no
import signal
import time

stopping = False


def stop(number, frame):
    global stopping
    stopping = True


def dump(number, frame):
    print("profile written", flush=True)


signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGTERM, dump)
print("READY", flush=True)
while not stopping:
    time.sleep(0.2)
