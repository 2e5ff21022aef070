# A library reads signals from a pipe of its own, for which it set the wake-up descriptor after the loop did.
# cause: signal-handler-replaced
# culprit: App.run
# kind: loop
# joined: no
# innocent: watch
import asyncio
import os
import signal
import threading


def watch():
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    signal.set_wakeup_fd(writes)

    def run():
        while True:
            os.read(reads, 1)

    threading.Thread(target=run, name="watch", daemon=True).start()


class App:
    async def run(self):
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        watch()
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await stop.wait()  #< frame


asyncio.run(App().run())
