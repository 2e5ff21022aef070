# A server's loop runs on a thread of its own, and nobody tells it to stop before the thread is joined.
# cause: thread-join-stuck
# culprit: Api.run
# kind: thread
# thread: api
import asyncio
import signal
import threading


class Api(threading.Thread):
    def __init__(self):
        super().__init__(name="api", daemon=True)
        self.loop = asyncio.new_event_loop()

    def run(self):
        server = self.loop.run_until_complete(asyncio.start_server(print, "127.0.0.1", 0))
        self.loop.run_until_complete(server.serve_forever())  #< frame


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    api = Api()
    api.start()
    print("READY", flush=True)
    while not stop.wait(0.1):
        pass
    api.join()  #< construct


main()
