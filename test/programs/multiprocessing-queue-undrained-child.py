# The documented trap: join() of a child before its results are taken out. The child's feeder blocks its exit.
# cause: multiprocessing-queue-undrained
# kind: thread
# innocent: main
import multiprocessing
import signal
import threading

stop = threading.Event()


def produce(results):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    results.put(b"x" * 10**7)


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    results = multiprocessing.Queue()
    child = multiprocessing.Process(target=produce, args=(results,))
    child.start()
    while not stop.wait(0.6):
        print("READY", flush=True)
    child.join()
    print(len(results.get()))


if __name__ == "__main__":
    main()
