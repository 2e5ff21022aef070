# trio: what happens to the signal is told whoever schedules the tasks.
# cause: signal-ignored
# limit: unsupported-scheduler
# innocent: main
# sets: frameworks
import signal

import trio


async def main():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("READY", flush=True)
    await trio.sleep(3600)


trio.run(main)
