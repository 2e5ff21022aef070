# curio: a synchronous call holds the thread of its kernel.
# cause: loop-blocked
# culprit: report
# kind: thread
# limit: unsupported-scheduler
# innocent: main
# pythons: 3.8-3.11
# sets: frameworks
import signal
import time

import curio


async def report():
    await curio.sleep(0.1)
    print("READY", flush=True)
    time.sleep(3600)  #< frame construct


async def main():
    stop = curio.UniversalEvent()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    reporter = await curio.spawn(report)
    await stop.wait()
    await reporter.cancel()


curio.run(main)
