# The parent shell ignores SIGTERM, and that survives exec.
# cause: signal-ignored
# kind: process
# start: sh -c 'trap "" TERM; exec {python} {program}'
# innocent: work
import time


def work():
    print("READY", flush=True)
    while True:
        time.sleep(1)


work()
