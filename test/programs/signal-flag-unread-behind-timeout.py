# `timeout` of the GNU coreutils passes the signal on to its child, whose loop looks at the flag after a long sleep.
# cause: signal-flag-unread
# culprit: Loop.run
# kind: thread
# start: timeout 300 {python} {program}
import signal
import time


class Loop:
    alive = True

    def stop(self, *_):
        self.alive = False

    def run(self):
        while self.alive:
            time.sleep(600)  #< frame


loop = Loop()
signal.signal(signal.SIGTERM, loop.stop)
print("READY", flush=True)
loop.run()
