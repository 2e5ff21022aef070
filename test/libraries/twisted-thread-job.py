# Twisted: the reactor joins its threads, one of which runs a job that sleeps.
# cause: thread-join-stuck | executor-job-running
# culprit: resize
# kind: thread
# sets: frameworks
import time

from twisted.internet import reactor, threads


def resize():
    print("READY", flush=True)
    time.sleep(3600)  #< frame


reactor.callWhenRunning(threads.deferToThread, resize)
reactor.run()
