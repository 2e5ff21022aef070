# The flag is a value that processes share: a field of C, which cannot be read from outside.
# cause: signal-flag-unread
# culprit: collect
# kind: thread
# joined: no
import multiprocessing
import queue
import signal


def collect(finished, results):
    while not finished.value:
        print(results.get())  #< frame


def main():
    finished = multiprocessing.Value("i", 0)

    def finish(number, frame):  #< construct
        finished.value = 1

    signal.signal(signal.SIGTERM, finish)
    print("READY", flush=True)
    collect(finished, queue.Queue())


main()
