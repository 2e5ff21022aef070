# The handler is given the dict in which it stores, and the loop looks at it by another name.
# cause: signal-flag-unread
# culprit: consume
# kind: task
# says: 'running'
import asyncio
import functools
import signal

STATE = {"running": True, "handled": 0}


def shut_down(state, number):
    state["running"] = False


async def consume(queue):
    while STATE["running"]:
        await queue.get()  #< frame
        STATE["handled"] += 1


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, functools.partial(shut_down, STATE, signal.SIGTERM))
    loop.call_later(0.2, lambda: print("READY", flush=True))
    await asyncio.gather(*[consume(asyncio.Queue()) for _ in range(2)])


asyncio.run(main())
