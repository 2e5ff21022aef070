# A library takes the wake-up descriptor for signals away from the loop, which is never told to call its handler.
# cause: signal-handler-replaced
# culprit: App.run
# kind: loop
# joined: no
# innocent: work, App.work
import asyncio
import signal


def vendor_init():
    return signal.set_wakeup_fd(-1)


class App:
    async def work(self):
        while True:
            await asyncio.sleep(0.2)

    async def run(self):
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        working = asyncio.ensure_future(self.work())
        vendor_init()
        await asyncio.sleep(0.1)
        print("READY", flush=True)
        await stop.wait()  #< frame
        working.cancel()


asyncio.run(App().run())
