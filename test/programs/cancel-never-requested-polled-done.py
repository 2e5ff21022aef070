# The shutdown looks in rounds whether the exports are done, and would cancel the main task then. Nobody cancels the exports; the
# main task, whose code deals with them as well, merely goes on.
# cause: cancel-never-requested
# culprit: Exporter.export
# kind: task
# task: export
# innocent: main, Exporter.all_done, Exporter.run
import asyncio
import signal


class Exporter:
    def __init__(self):
        self.exports = []
        self.running = None

    async def export(self, rows):
        while True:
            print(await rows.get())  #< frame

    async def all_done(self):
        while not all(export.done() for export in self.exports):
            await asyncio.sleep(0.05)
        self.running.cancel()

    def begin_shutdown(self):
        self.closing = asyncio.ensure_future(self.all_done())

    async def run(self):
        self.running = asyncio.current_task()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.begin_shutdown)
        self.exports.append(asyncio.create_task(self.export(asyncio.Queue()), name="export"))
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        while True:
            await asyncio.sleep(1)


async def main():
    await Exporter().run()


asyncio.run(main())
