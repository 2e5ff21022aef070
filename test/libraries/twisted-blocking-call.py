# Twisted: a callback sleeps on the reactor's thread.
# cause: loop-blocked
# culprit: report
# kind: thread
# limit: unsupported-scheduler
# sets: frameworks
import time

from twisted.internet import reactor


def report():
    print("READY", flush=True)
    time.sleep(3600)  #< frame construct


reactor.callLater(0.1, report)
reactor.run()
