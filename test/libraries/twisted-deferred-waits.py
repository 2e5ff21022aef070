# Twisted: the shutdown waits for a Deferred that nobody fires. Its handler, sigTerm, has done its part.
# cause: unknown
# limit: unsupported-scheduler
# innocent: ReactorBase.sigTerm, sigTerm
# sets: frameworks
from twisted.internet import defer, reactor


def save():
    return defer.Deferred()


reactor.addSystemEventTrigger("before", "shutdown", save)
reactor.callWhenRunning(lambda: print("READY", flush=True))
reactor.run()
