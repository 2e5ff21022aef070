# A supervisor that nobody cancels makes a child anew: the child's long sleep is its work, and no limit of the shutdown's.
# cause: cancel-never-requested
# culprit: supervise
# kind: task
# task: supervisor
# innocent: main
# joined: no
import asyncio
import signal

children = []


async def poll():
    await asyncio.sleep(60)


async def supervise():
    while True:
        children[:] = [asyncio.ensure_future(poll())]
        await asyncio.wait(children)  #< frame


async def main():
    stop = asyncio.Event()
    asyncio.get_event_loop().add_signal_handler(signal.SIGTERM, stop.set)
    supervisor = asyncio.ensure_future(supervise())
    if hasattr(supervisor, "set_name"):
        supervisor.set_name("supervisor")
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await stop.wait()
    for one in children:
        one.cancel()
    await supervisor


asyncio.run(main())
