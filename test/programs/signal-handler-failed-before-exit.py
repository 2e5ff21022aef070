# The handler closes what was never opened, and does not come to its exit; the loop keeps the error and goes on.
# cause: signal-handler-failed
# culprit: Importer.leave
# kind: signal-handler
# says: ends in an exit, and the program goes on
# joined: no
import logging
import signal
import sys
import time


class Importer:
    def __init__(self):
        self.database = None

    def leave(self, number, frame):  #< frame
        logging.warning("leaving")
        self.database.close()
        sys.exit(0)

    def run(self):
        while True:
            try:
                time.sleep(0.3)
            except Exception:  #< construct
                logging.exception("round failed")


importer = Importer()
signal.signal(signal.SIGTERM, importer.leave)
print("READY", flush=True)
importer.run()
