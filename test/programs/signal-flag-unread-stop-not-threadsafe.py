# signal.signal's handler tells the loop to stop; nothing wakes the selector, so the loop does not look.
# cause: signal-flag-unread
# culprit: <module>
# kind: thread
# innocent: work
import asyncio
import signal


async def work():
    await asyncio.Event().wait()


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
working = loop.create_task(work())
signal.signal(signal.SIGTERM, lambda *_: loop.stop())  #< construct
print("READY", flush=True)
loop.run_forever()  #< frame
working.cancel()
