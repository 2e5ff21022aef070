# The pool is shut down on the loop's thread; one job of it goes on, the other waits for a future of its own that a callback of this loop sets.
# cause: loop-self-wait
# culprit: Hub.close | Poller.poll
# kind: task | thread
import asyncio
import concurrent.futures
import signal
import threading


def ask(loop, question, *values):
    """Runs the question on the loop, and brings its answer back."""
    answer = concurrent.futures.Future()

    def reply():
        try:
            answer.set_result(question(*values))
        except Exception as error:
            answer.set_exception(error)

    loop.call_soon_threadsafe(reply)
    return answer


class Poller:
    def __init__(self, hub):
        self.hub = hub

    def poll(self):
        self.hub.closing.wait()
        ask(self.hub.loop, self.hub.states.get, "door").result()  #< frame construct?


class Hub:
    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.states = {"door": "shut"}
        self.closing = threading.Event()
        self.pool = concurrent.futures.ThreadPoolExecutor(3)
        self.lasting = threading.Event()

    def close(self):
        self.closing.set()
        self.pool.shutdown(wait=True)  #< frame construct?


async def main():
    hub = Hub()
    stop = asyncio.Event()
    hub.loop.add_signal_handler(signal.SIGTERM, stop.set)
    hub.pool.submit(hub.lasting.wait, 3600)
    hub.pool.submit(Poller(hub).poll)
    print("READY", flush=True)
    await stop.wait()
    hub.close()


asyncio.run(main())
