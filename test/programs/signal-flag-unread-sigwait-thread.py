# A thread takes the signal with sigwait and sets the loop's event itself: nothing wakes the selector.
# cause: signal-flag-unread
# culprit: Daemon.run
# kind: task
# joined: no
# innocent: consume
import asyncio
import signal
import threading


class Signals(threading.Thread):
    def __init__(self, callbacks):
        super().__init__(name="signals", daemon=True)
        self.callbacks = callbacks

    def run(self):
        signal.sigwait({signal.SIGTERM, signal.SIGINT})  #< construct
        for callback in self.callbacks:
            callback()


class Daemon:
    def __init__(self):
        self.queue = None

    async def consume(self):
        while True:
            await self.queue.get()

    async def run(self):
        self.queue = asyncio.Queue()
        stop = asyncio.Event()
        Signals([stop.set]).start()
        consuming = asyncio.create_task(self.consume(), name="consume")
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await stop.wait()  #< frame
        consuming.cancel()


signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
asyncio.run(Daemon().run())
