# The flag is an entry of a dictionary.
# cause: signal-flag-unread
# culprit: tidy_up
import asyncio
import signal

state = {"stopping": False}


def stop():
    state["stopping"] = True


async def tidy_up():
    while not state["stopping"]:
        await asyncio.sleep(600)  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    asyncio.get_running_loop().call_later(0.1, lambda: print("READY", flush=True))
    await tidy_up()


asyncio.run(main())
