# signal.signal after loop.add_signal_handler: asyncio's callback still runs, as the wake-up pipe is still written.
# cause: none
# innocent: count, main
# uvloop: yes
import asyncio
import signal

seen = []


def count(number, frame):
    seen.append(number)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    signal.signal(signal.SIGTERM, count)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
