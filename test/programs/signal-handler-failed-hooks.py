# One of the hooks that the handler calls fails, and the cancel() after them is never reached. Beside it tasks go on that step
# all the time, and one whose clause ends it: up to 3.10, where no task counts its requests, none of them was told.
# cause: signal-handler-failed
# culprit: Lifecycle.request_stop
# kind: signal-handler
import asyncio
import signal


class Lifecycle:
    def __init__(self):
        self.hooks = []
        self.done = asyncio.current_task()

    def request_stop(self):
        for hook in self.hooks:
            hook()
        self.done.cancel()


class Registry:
    lease = None

    def deregister(self):
        print("deregister", self.lease.id, flush=True)


async def beat():
    while True:
        await asyncio.sleep(0.1)


async def debounce(event):
    while True:
        try:
            await event.wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.1)
            break


async def main():
    lifecycle = Lifecycle()
    lifecycle.hooks.append(Registry().deregister)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lifecycle.request_stop)
    tasks = [asyncio.ensure_future(beat()), asyncio.ensure_future(debounce(asyncio.Event()))]
    asyncio.get_running_loop().call_later(0.2, lambda: print("READY", flush=True))
    await asyncio.gather(*tasks)


asyncio.run(main())
