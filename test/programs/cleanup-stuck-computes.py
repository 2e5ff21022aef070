# The loop has read the event; the report that is written at the end computes for minutes.
# cause: cleanup-stuck
# culprit: Report.distance | Report.nearest
# kind: thread
# grace: 4
# joined: no
import itertools
import signal
import threading


class Report:
    def __init__(self, rows):
        self.rows = rows

    def distance(self, one, other):  #< frame
        count = 0  #< frame
        for left, right in zip(one, other):  #< frame
            count += left != right  #< frame
        return count  #< frame

    def nearest(self):
        best = None
        for one, other in itertools.combinations(self.rows, 2):  #< frame
            distance = self.distance(one, other)  #< frame
            best = distance if best is None else min(best, distance)  #< frame
        return best


class Service:
    def __init__(self):
        self.stop = threading.Event()
        self.rows = ["%0100d" % (number * 7919) for number in range(5000)]

    def run(self):
        while not self.stop.wait(0.3):
            pass
        self.finish()  #< construct?

    def finish(self):
        print(Report(self.rows).nearest())


service = Service()
signal.signal(signal.SIGTERM, lambda *_: service.stop.set())
print("READY", flush=True)
service.run()
