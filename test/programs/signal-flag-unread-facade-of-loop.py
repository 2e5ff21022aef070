# A facade without async: each get() runs a coroutine, which waits in a synchronous call, on a loop of its own; the flag is tested between two of them.
# cause: signal-flag-unread
# culprit: Watcher.run
# kind: thread
# uvloop: yes
# innocent: receive
import asyncio
import os
import select
import signal


class Client:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.source, self.sink = os.pipe()

    async def receive(self):
        select.select([self.source], [], [])
        return os.read(self.source, 100)

    def get(self):
        return self.loop.run_until_complete(self.receive())


class Watcher:
    def __init__(self):
        self.client = Client()
        self.stopping = False

    def stop(self, number, frame):
        self.stopping = True

    def run(self):
        print("READY", flush=True)
        while not self.stopping:
            print(self.client.get())  #< frame


watcher = Watcher()
signal.signal(signal.SIGTERM, watcher.stop)
watcher.run()
