"""A main thread that waits for what the argument says: threads, executor, handler. Works on 3.8-3.15."""
import concurrent.futures
import os
import signal
import sys
import threading
import time

lock = threading.Lock()


def work(name):
    time.sleep(1000)


def on_usr1(number, frame):
    with lock:
        print("never")


def interrupted():
    with lock:
        print("READY", flush=True)
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(1000)


def say_ready():
    time.sleep(0.5)
    print("READY", flush=True)


def main(what):
    if what == "handler":
        signal.signal(signal.SIGUSR1, on_usr1)
        interrupted()
    threading.Thread(target=say_ready, daemon=True).start()
    if what == "threads":
        threading.Thread(target=work, args=(1,), name="stays").start()
        threading.Thread(target=work, args=(1,), name="daemon", daemon=True).start()
    if what == "executor":
        pool = concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix="pool")
        pool.submit(work, 1)


if __name__ == "__main__":
    main(sys.argv[1])
