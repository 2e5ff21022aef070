# The shutdown waits for a job with a limit, and begins anew when that is over.
# cause: executor-job-running
# culprit: pull
# kind: thread
# joined: no
import concurrent.futures
import signal
import socket
import threading

near, far = socket.socketpair()


def pull():
    return near.recv(1)  #< frame


def finish(futures):
    for future in futures:
        while True:
            try:
                future.result(timeout=20)
                break
            except concurrent.futures.TimeoutError:
                print("a job still runs", flush=True)


def main():
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    pool = concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix="pull")
    futures = [pool.submit(pull)]
    print("READY", flush=True)
    asked.wait()
    finish(futures)


main()
