"""Two event loops with timers, ready callbacks, an executor and signal handlers of every make; says READY.

Run with `uvloop` as argument to run on that loop. Works on 3.8-3.15.
"""
import asyncio
import functools
import signal
import sys
import threading

stopping = False


class App:
    def __init__(self):
        self.stop_event = asyncio.Event()
        self.closed = False

    def on_term(self):
        global stopping
        stopping = True
        self.closed = True
        self.stop_event.set()

    def on_usr1(self, number, frame):
        for task in asyncio.all_tasks():
            task.cancel()
        sys.exit(1)


def on_winch(number, frame):
    asyncio.get_event_loop().call_soon_threadsafe(tick, app.closed)


def on_hup(extra, number, frame):
    asyncio.get_running_loop().stop()


def spin(loop):
    loop.call_soon(spin, loop)


def run_second(loop):
    asyncio.set_event_loop(loop)
    loop.run_forever()


async def tick():
    await asyncio.sleep(1000)


async def main():
    loop = asyncio.get_running_loop()
    app = App()
    stop = asyncio.Event()

    def nested():
        stop.set()

    loop.add_signal_handler(signal.SIGTERM, app.on_term)
    loop.add_signal_handler(signal.SIGINT, nested)
    loop.add_signal_handler(signal.SIGALRM, lambda: asyncio.ensure_future(tick()))
    loop.add_signal_handler(signal.SIGVTALRM, stop.set)
    loop.add_signal_handler(signal.SIGPROF, functools.partial(loop.stop))
    signal.signal(signal.SIGUSR1, app.on_usr1)
    signal.signal(signal.SIGUSR2, signal.SIG_IGN)
    signal.signal(signal.SIGWINCH, on_winch)
    signal.signal(signal.SIGHUP, functools.partial(on_hup, 1))
    loop.call_later(300, app.on_term)
    loop.call_later(200, stop.set)
    await loop.run_in_executor(None, int)
    second = asyncio.new_event_loop()
    threading.Thread(target=run_second, args=(second,), name="second-loop", daemon=True).start()
    second.call_soon_threadsafe(spin, second)
    asyncio.run_coroutine_threadsafe(tick(), second)
    await asyncio.sleep(0.2)
    print("READY", flush=True)
    await asyncio.sleep(1000)


if __name__ == "__main__":
    if "uvloop" in sys.argv:
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(main())
