# multiprocessing.Event.set() waits until the sleeper has woken up, and the handler lies on top of the sleeper.
# cause: signal-handler-deadlock
# culprit: stop | main.<locals>.stop
# kind: signal-handler
import multiprocessing
import signal


def main():
    stopped = multiprocessing.Event()

    def stop(number, frame):
        stopped.set()  #< frame construct

    signal.signal(signal.SIGTERM, stop)
    print("READY", flush=True)
    stopped.wait()


main()
