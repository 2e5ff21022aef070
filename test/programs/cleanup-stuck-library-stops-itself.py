# A library (written to a temporary site-packages) runs the program and has the handler, which hands a coroutine of its own
# to the loop; that calls the service's hook, and the hook waits for ever.
# cause: cleanup-stuck
# culprit: Service.on_stop
# kind: task
import asyncio
import os
import sys
import tempfile

LIBRARY = '''
import asyncio
import signal


class Application:
    def run(self):
        self.loop = asyncio.new_event_loop()
        signal.signal(signal.SIGTERM, self._on_signal)
        self.loop.call_later(0.2, lambda: print("READY", flush=True))
        self.loop.run_forever()

    def _on_signal(self, number, frame):
        self.stop(True)

    def stop(self, from_signal):
        self.loop.call_soon_threadsafe(self._begin, self._stop)

    def _begin(self, stop):
        self.stopping = self.loop.create_task(stop())

    async def _stop(self):
        await self.on_stop()
        self.loop.stop()
'''

folder = os.path.join(tempfile.mkdtemp(), "site-packages")
os.makedirs(os.path.join(folder, "applib"))
with open(os.path.join(folder, "applib", "__init__.py"), "w") as file:
    file.write(LIBRARY)
sys.path.insert(0, folder)
import applib


class Service(applib.Application):
    async def on_stop(self):
        await asyncio.Event().wait()  #< frame


Service().run()
