# The handler cancels the main task, which hands that on to the poller that it awaits. The manager around the poller's wait
# is another module's: it lets the cancellation end there, and takes the request back.
# cause: cancel-uncancelled
# culprit: poll
# kind: task
# task: poller
# innocent: main
# certainty: likely
# joined: no
# pythons: >=3.11
import asyncio
import operator
import signal

take_back = operator.methodcaller("uncancel")
Exemption = type(
    "Exemption",
    (),
    {
        "__enter__": lambda self: self,
        "__exit__": lambda self, kind, error, trace: kind is asyncio.CancelledError
        and take_back(asyncio.current_task()) == 0,
    },
)


async def poll(changes):
    while True:
        with Exemption():  #< construct
            await changes.wait()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    poller = asyncio.create_task(poll(asyncio.Event()), name="poller")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await poller


asyncio.run(main())
