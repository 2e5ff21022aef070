# The shutdown joins the thread after the loop has stopped; the thread hands its last item to that loop and waits.
# cause: thread-loop-deadlock
# culprit: Sender.run
# kind: thread
# innocent: stop
import asyncio
import signal
import threading


class Sender(threading.Thread):
    def __init__(self, loop):
        super().__init__(name="sender", daemon=True)
        self.loop = loop
        self.ended = threading.Event()

    def run(self):
        self.ended.wait()
        asyncio.run_coroutine_threadsafe(self.send(), self.loop).result()  #< frame

    async def send(self):
        print("last item")


def stop(sender):
    sender.ended.set()
    sender.join()


def serve():
    loop = asyncio.new_event_loop()
    sender = Sender(loop)
    sender.start()
    loop.add_signal_handler(signal.SIGTERM, loop.stop)
    loop.call_later(0.1, lambda: print("READY", flush=True))
    loop.run_forever()
    stop(sender)
    loop.close()


serve()
