# Tornado runs on asyncio: its tasks are read like any others.
# cause: cancel-swallowed
# culprit: poll
# kind: task
# innocent: main
# sets: frameworks
import asyncio
import signal

import tornado.web


class Page(tornado.web.RequestHandler):
    def get(self):
        self.write("")


async def poll():
    while True:
        try:
            await tornado.gen.sleep(3600)  #< frame
        except BaseException:  #< construct
            pass


async def main():
    tornado.web.Application([("/", Page)]).listen(0, "127.0.0.1")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    poller = asyncio.ensure_future(poll())
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    poller.cancel()
    await poller


asyncio.run(main())
