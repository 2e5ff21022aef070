# Tornado's older way: the handler hands a coroutine to the IOLoop, which sleeps before it stops the loop.
# cause: cancel-never-requested | drain-longer-than-grace | cleanup-stuck
# culprit: shutdown
# kind: task
# innocent: stop
# sets: frameworks
import asyncio
import signal

import tornado.ioloop
import tornado.web


class Page(tornado.web.RequestHandler):
    def get(self):
        self.write("")


async def shutdown():
    await asyncio.sleep(3600)  #< frame
    tornado.ioloop.IOLoop.current().stop()


def stop(number, frame):
    loop.add_callback_from_signal(shutdown)


async def begin():
    tornado.web.Application([("/", Page)]).listen(0, "127.0.0.1")
    print("READY", flush=True)


loop = tornado.ioloop.IOLoop()
loop.make_current()
signal.signal(signal.SIGTERM, stop)
loop.add_callback(begin)
loop.start()
