# Twisted: the reactor stops at SIGTERM by itself.
# cause: none
# sets: frameworks
from twisted.internet import reactor, task

reactor.callWhenRunning(lambda: print("READY", flush=True))
task.LoopingCall(lambda: None).start(0.1)
reactor.run()
