# Another part of the service takes the descriptor by which the loop hears of signals: the task that SIGTERM cancels is never asked.
# cause: signal-handler-replaced
# culprit: main
# kind: loop
# joined: no
import asyncio
import signal
import socket


def watch_signals():
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno())
    return reader, writer


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    kept = watch_signals()
    loop.call_later(0.2, lambda: print("READY", flush=True))
    await asyncio.Event().wait()  #< frame
    del kept


asyncio.run(main())
