# The handler lacks `global`: it sets a variable of its own, and the loop goes on to test the module's.
# cause: signal-handler-failed
# culprit: on_term
# kind: signal-handler
import signal
import time

running = True


def on_term(number, frame):  #< frame construct
    running = False
    print("stopping", running)


def main():
    signal.signal(signal.SIGTERM, on_term)
    print("READY", flush=True)
    while running:
        time.sleep(0.3)


main()
