# wait_for has cancelled the goodbye when its limit was over, and waits for its end: one limit, which has fired, and no second one.
# cause: cancel-swallowed
# culprit: goodbye
# culprits: all
# kind: task
# innocent: main
# joined: no
import asyncio
import signal


async def goodbye(peer):
    while not peer.is_set():
        try:
            await peer.wait()  #< frame
        except BaseException as error:  #< construct
            print("still waiting:", type(error).__name__, flush=True)


async def session(peer):
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.wait_for(goodbye(peer), 1)


async def main():
    task = asyncio.ensure_future(session(asyncio.Event()))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([task])


asyncio.run(main())
