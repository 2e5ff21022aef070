# multiprocess (pathos, datasets): its pool is closed and joined as multiprocessing's is, while a worker does not end.
# cause: process-pool-stuck
# culprit: solve
# kind: process
# sets: further
# pythons: 3.10+
import signal
import threading

from multiprocess import Event, Pool


def begin(event):
    global begun
    begun = event


def solve(number):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    begun.set()
    threading.Event().wait()  #< frame


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    event = Event()
    pool = Pool(2, begin, [event])
    pool.map_async(solve, [1])
    event.wait()
    print("READY", flush=True)
    while not stop.wait(0.3):
        pass
    pool.close()
    pool.join()


if __name__ == "__main__":
    main()
