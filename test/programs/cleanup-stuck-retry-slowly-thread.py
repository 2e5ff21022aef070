# Deregistering is retried for ever, with long pauses: that a pause ends does not end the cleanup.
# cause: cleanup-stuck
# culprit: Registration.leave
# kind: thread
# joined: no
import signal
import socket
import sys
import time


class Registration:
    pause = 30

    def leave(self):
        while True:
            try:
                with socket.create_connection(("127.0.0.1", 1), timeout=1):
                    return
            except OSError:
                time.sleep(self.pause)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        print("READY", flush=True)
        while True:
            time.sleep(0.3)
    finally:  #< construct
        Registration().leave()


main()
