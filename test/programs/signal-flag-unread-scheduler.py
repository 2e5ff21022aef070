# Jobs of a scheduler look at the flag when they are run, in an hour; until then no frame has anything to do with it.
# cause: signal-flag-unread
# culprit: Timetable.run
# kind: thread
# innocent: beat, heart
# joined: no
import sched
import signal
import threading
import time


class Timetable:
    def __init__(self):
        self.scheduler = sched.scheduler(time.time, time.sleep)
        self.stop = False

    def every(self, seconds, job):
        def again():
            if not self.stop:
                job()
                self.scheduler.enter(seconds, 1, again)

        self.scheduler.enter(seconds, 1, again)

    def on_term(self, number, frame):
        self.stop = True

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        self.scheduler.run()  #< frame


def beat():
    while True:
        time.sleep(0.2)


threading.Thread(target=beat, name="heart", daemon=True).start()
timetable = Timetable()
timetable.every(3600, print)
timetable.run()
