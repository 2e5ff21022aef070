# The handler sets a flag, and it is read in time.
# cause: none
# outcome: exited | slow
# innocent: run
import asyncio
import signal

state = {"stopping": False}


def on_sigterm(number, frame):
    state["stopping"] = True


async def run():
    while not state["stopping"]:
        await asyncio.sleep(0.3)


async def main():
    signal.signal(signal.SIGTERM, on_sigterm)
    running = asyncio.create_task(run(), name="run")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await running


asyncio.run(main())
