# Threads are joined one after the other. Some take a moment to end; one was never told.
# cause: thread-join-stuck
# culprit: forever
# kind: thread
# thread: worker-5
# grace: 4
import signal
import threading
import time

stop = threading.Event()


def work(number):
    stop.wait()
    time.sleep(0.2 * number)


def forever():
    while True:
        time.sleep(0.1)  #< frame


def main():
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threads = [
        threading.Thread(target=forever if number == 5 else work, args=() if number == 5 else (number,), name=f"worker-{number}", daemon=True)
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    print("READY", flush=True)
    stop.wait()
    for thread in threads:
        thread.join()  #< construct


main()
