# The handler deletes an entry; the loop asks for it between two long pauses.
# cause: signal-flag-unread
# culprit: rounds
# kind: thread
# joined: no
import signal
import time

LEASES = {"leader": "me"}


def give_up(number, frame):  #< construct
    del LEASES["leader"]


def rounds():
    while LEASES.get("leader"):
        time.sleep(900)  #< frame


signal.signal(signal.SIGTERM, give_up)
print("READY", flush=True)
rounds()
