# The handler's callback sets its own timer anew until the job is through, and then stops the loop.
# cause: none
# outcome: exited | slow
import asyncio
import signal


class Service:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.active = {"job"}

    def on_term(self):
        self.loop.call_later(0.3, self.active.clear)
        self.check_idle()

    def check_idle(self):
        if self.active:
            self.loop.call_later(0.1, self.check_idle)
        else:
            self.loop.call_later(0.2, self.loop.stop)

    def run(self):
        self.loop.add_signal_handler(signal.SIGTERM, self.on_term)
        self.loop.call_later(0.1, lambda: print("READY", flush=True))
        self.loop.run_forever()


Service().run()
