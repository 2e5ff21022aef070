# The handler sets a timer that kills the program after a minute, and fails before it cancels the worker.
# cause: signal-handler-failed
# culprit: Service.on_term
# kind: signal-handler
# joined: no
# innocent: Service.work
import asyncio
import os
import signal


class Service:
    worker = None

    def on_term(self):  #< frame construct
        self.loop.call_later(60, os._exit, 1)
        self.worker.cancel()

    async def work(self):
        await asyncio.sleep(3600)

    async def main(self):
        self.loop = asyncio.get_running_loop()
        self.loop.add_signal_handler(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        await asyncio.ensure_future(self.work())


asyncio.run(Service().main())
