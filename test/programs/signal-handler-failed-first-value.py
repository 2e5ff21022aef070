# The handler fails before it comes to its flag; that the work gave the flag its first value, long before, is not to blame.
# cause: signal-handler-failed
# culprit: Keeper.leave
# kind: signal-handler
# joined: no
import logging
import os
import signal
import time


class Keeper:
    lock_file = "/nonexistent/keeper.lock"

    def leave(self, number, frame):  #< frame
        os.remove(self.lock_file)
        self.active = False

    def look(self):
        time.sleep(0.4)

    def run(self):
        self.active = True
        signal.signal(signal.SIGTERM, self.leave)
        print("READY", flush=True)
        while self.active:
            try:
                self.look()
            except OSError as error:  #< construct
                logging.error("could not look: %s", error)


Keeper().run()
