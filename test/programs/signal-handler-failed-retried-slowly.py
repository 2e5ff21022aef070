# The handler's exception is no SystemExit; a decorator that tries again catches it, and sleeps for long before it does.
# cause: signal-handler-failed
# culprit: on_term
# kind: signal-handler
# joined: no
import signal
import time


class Stop(Exception):
    pass


def on_term(number, frame):
    raise Stop


def retrying(call):
    def wrapper():
        for _ in range(5):
            try:
                return call()
            except Exception:  #< construct
                time.sleep(30)

    return wrapper


@retrying
def synchronise():
    time.sleep(0.3)


def main():
    signal.signal(signal.SIGTERM, on_term)
    print("READY", flush=True)
    try:
        while True:
            synchronise()
    except Stop:
        pass


main()
