# tornado: a periodic callback asks a server that does not answer, with requests and without a time limit.
# cause: loop-blocked
# culprit: report
# sets: further
import signal
import socket

import requests
import tornado.web
from tornado.ioloop import IOLoop, PeriodicCallback

silent = socket.create_server(("127.0.0.1", 0))


def report():
    print("READY", flush=True)
    requests.get("http://127.0.0.1:%d/" % silent.getsockname()[1])  #< frame construct?


def stop(number, frame):
    IOLoop.current().add_callback_from_signal(IOLoop.current().stop)


signal.signal(signal.SIGTERM, stop)
PeriodicCallback(report, 300).start()
IOLoop.current().start()
