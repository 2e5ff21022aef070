# The handler is Python's own for Ctrl-C, and a retry catches the KeyboardInterrupt with whatever else may come.
# cause: signal-handler-failed
# innocent: job
import signal
import time


def retried(function):
    while True:
        try:
            return function()
        except BaseException as error:  #< construct
            print("trying again after", type(error).__name__)


def job():
    time.sleep(3600)


signal.signal(signal.SIGTERM, signal.default_int_handler)
print("READY", flush=True)
retried(job)
