# The loop has a handler for SIGHUP; the one for SIGTERM is Python's, does nothing, and nobody else is told.
# cause: signal-handler-replaced
# culprit: on_term
# kind: signal-handler
import asyncio
import signal


def on_term(number, frame):  #< frame
    pass


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, print, "reload")
    signal.signal(signal.SIGTERM, on_term)
    loop.call_later(0.2, lambda: print("READY", flush=True))
    await asyncio.sleep(86400)


asyncio.run(main())
