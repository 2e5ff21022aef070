# The handler marks the service as ending and lets the loop stop 20 s later.
# cause: drain-longer-than-grace
# culprit: Service.on_term
# kind: signal-handler
# innocent: refresh
import asyncio
import signal


class Service:
    lame_duck_seconds = 20

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.healthy = True

    def on_term(self):
        self.healthy = False
        self.loop.call_later(self.lame_duck_seconds, self.loop.stop)  #< frame construct

    async def refresh(self):
        while True:
            await asyncio.sleep(0.2)

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.add_signal_handler(signal.SIGTERM, self.on_term)
        task = self.loop.create_task(self.refresh())
        self.loop.call_later(0.1, lambda: print("READY", flush=True))
        self.loop.run_forever()
        task.cancel()


Service().run()
