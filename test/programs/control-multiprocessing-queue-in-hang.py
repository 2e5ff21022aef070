# A queue with room for what is in it: its feeder is idle, and a thread of the service's own is what goes on.
# cause: thread-not-daemon
# culprit: upload
# kind: thread
# innocent: main, QueueFeederThread
import multiprocessing
import signal
import threading

stop = threading.Event()


def upload():
    threading.Event().wait()  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    results = multiprocessing.Queue()
    results.put(b"x" * 10)
    threading.Thread(target=upload, name="upload").start()
    while not stop.wait(0.3):
        print("READY", flush=True)


if __name__ == "__main__":
    main()
