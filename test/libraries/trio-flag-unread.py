# trio: the flag that the handler sets is looked at by a task, which is not read; the main thread looks at nothing.
# cause: unknown
# limit: unsupported-scheduler
# innocent: stop
# sets: frameworks
import signal

import trio

stopping = False


def stop(*_):
    global stopping
    stopping = True


async def main():
    signal.signal(signal.SIGTERM, stop)
    print("READY", flush=True)
    while not stopping:
        await trio.sleep(3600)


trio.run(main)
