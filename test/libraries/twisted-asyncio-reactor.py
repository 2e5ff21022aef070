# Twisted on asyncio's loop: the shutdown waits for a Deferred, which is not read; the task that it stands for is.
# cause: unknown
# limit: unsupported-scheduler
# innocent: ReactorBase.sigTerm, sigTerm
# sets: frameworks
import asyncio

from twisted.internet import asyncioreactor

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
asyncioreactor.install(loop)

from twisted.internet import defer, reactor


async def save():
    await asyncio.sleep(3600)


def finish():
    return defer.Deferred.fromFuture(asyncio.ensure_future(save(), loop=loop))


reactor.addSystemEventTrigger("before", "shutdown", finish)
reactor.callWhenRunning(lambda: print("READY", flush=True))
reactor.run()
