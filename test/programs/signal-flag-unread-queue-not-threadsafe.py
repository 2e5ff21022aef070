# signal.signal's handler puts a word into an asyncio.Queue; nothing wakes the selector, so the getter is not run.
# cause: signal-flag-unread
# culprit: main
# kind: task
import asyncio
import signal


async def main():
    commands = asyncio.Queue()
    signal.signal(signal.SIGTERM, lambda *_: commands.put_nowait("stop"))  #< construct
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    while await commands.get() != "stop":  #< frame
        pass


asyncio.run(main())
