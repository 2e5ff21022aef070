# The handler's callback sets its own timer anew as long as a job is there, which nobody cancels.
# cause: cancel-never-requested
# culprit: Jobs.run_one
# task: transcode
# certainty: likely
# innocent: heartbeat
import asyncio
import signal


class Jobs:
    def __init__(self):
        self.active = set()

    def start(self, loop, future):
        task = loop.create_task(self.run_one(future))
        if hasattr(task, "set_name"):
            task.set_name("transcode")
        self.active.add(task)
        task.add_done_callback(self.active.discard)

    async def run_one(self, future):
        await future  #< frame


class Service:
    def __init__(self):
        self.jobs = Jobs()
        self.loop = asyncio.new_event_loop()

    def begin_shutdown(self):
        self.check_idle()

    def check_idle(self):
        if self.jobs.active:
            self.loop.call_later(0.3, self.check_idle)
        else:
            self.loop.stop()

    async def heartbeat(self):
        while True:
            await asyncio.sleep(0.2)

    def run(self):
        self.loop.add_signal_handler(signal.SIGTERM, self.begin_shutdown)
        self.beat = self.loop.create_task(self.heartbeat())
        self.jobs.start(self.loop, self.loop.create_future())
        self.loop.call_later(0.1, lambda: print("READY", flush=True))
        self.loop.run_forever()


Service().run()
