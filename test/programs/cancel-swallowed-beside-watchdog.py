# The handler cancels the worker, and sets a timer that kills the program after a minute: the worker swallows.
# cause: cancel-swallowed
# culprit: Worker.run
# innocent: Service.on_term
import asyncio
import os
import signal


class Worker:
    async def run(self):
        while True:
            try:
                await asyncio.sleep(3600)  #< frame
            except BaseException:  #< construct
                continue


class Service:
    def on_term(self):
        self.loop.call_later(60, os._exit, 1)
        self.task.cancel()

    async def main(self):
        self.loop = asyncio.get_running_loop()
        self.task = asyncio.create_task(Worker().run())
        self.loop.add_signal_handler(signal.SIGTERM, self.on_term)
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await asyncio.wait([self.task])


asyncio.run(Service().main())
