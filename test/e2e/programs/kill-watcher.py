# Attacks the sidecar: kills the watcher with SIGKILL, so many seconds after it was first seen. Wants the same uid.
import os
import signal
import sys
import time

DELAY = float(sys.argv[1])
POLL_SECONDS = 0.02


def watchers():
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/cmdline" % name, "rb") as file:
                words = file.read().split(b"\0")
        except OSError:
            continue
        if any(b"straggler.js" in word for word in words) and b"prestop" not in words:
            yield int(name)


def wait_for(are_there):
    while bool(list(watchers())) != are_there:
        time.sleep(POLL_SECONDS)


signal.signal(signal.SIGTERM, signal.SIG_IGN)
# In standby the first one seen turns itself into a sleeper: the next one is the watcher of the termination.
wait_for(False)
print("READY", flush=True)
wait_for(True)
time.sleep(DELAY)
for pid in watchers():
    os.kill(pid, signal.SIGKILL)
    print("killed", pid, flush=True)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.pause()
