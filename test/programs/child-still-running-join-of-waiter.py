# A thread of the shutdown ends the worker process and waits for it; the main thread joins that thread.
# cause: child-still-running
# culprit: end_worker | work
# kind: process
# innocent: main
import multiprocessing
import signal
import threading
import time


def work():
    signal.signal(signal.SIGTERM, lambda *_: print("finishing", flush=True))
    while True:
        time.sleep(0.5)  #< frame


def end_worker(worker):
    worker.terminate()
    worker.join()  #< construct?


def main():
    stop = threading.Event()
    worker = multiprocessing.get_context("fork").Process(target=work)
    worker.start()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    while not stop.wait(0.3):
        print("READY", flush=True)
    ending = threading.Thread(target=end_worker, args=(worker,), name="ending")
    ending.start()
    ending.join()


main()
