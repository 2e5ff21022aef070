# Tornado: the server stops, and the loop ends.
# cause: none
# sets: frameworks
import asyncio
import signal

import tornado.web


class Page(tornado.web.RequestHandler):
    def get(self):
        self.write("")


async def main():
    server = tornado.web.Application([("/", Page)]).listen(0, "127.0.0.1")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("READY", flush=True)
    await stop.wait()
    server.stop()


asyncio.run(main())
