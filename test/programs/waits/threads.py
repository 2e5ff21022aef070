"""One thread for each thing that a thread can wait for; says READY when all of them do. Works on 3.8-3.15."""
import asyncio
import concurrent.futures
import multiprocessing
import os
import queue
import selectors
import socket
import socketserver
import subprocess
import sys
import threading
import time

MINOR = sys.version_info[1]
KEEP = []


def spawn(name, function, *args, daemon=True):
    thread = threading.Thread(target=function, args=args, name=name, daemon=daemon)
    KEEP.append(thread)
    thread.start()
    return thread


def hold(lock, seconds=1000):
    with lock:
        time.sleep(seconds)


def hold_by_acquire(lock):
    lock.acquire()
    try:
        time.sleep(1000)
    finally:
        lock.release()


def enter(lock):
    with lock:
        pass


class Guarded:
    def __init__(self):
        self.lock = threading.Lock()

    def enter(self):
        self.lock.acquire()


global_lock = threading.Lock()


def enter_global():
    with global_lock:
        pass


def get_inside(lock, simple):
    with lock:
        simple.get()


def twice(lock):
    with lock:
        with lock:
            pass


def wait_condition(condition):
    with condition:
        condition.wait()


def compute():
    while True:
        sum(range(1000))


def select(sock):
    selector = selectors.DefaultSelector()
    selector.register(sock, selectors.EVENT_READ)
    selector.select()


def run_loop(loop):
    asyncio.set_event_loop(loop)
    loop.run_forever()


async def forever():
    await asyncio.sleep(1000)


async def blocked_by_result(loop):
    asyncio.run_coroutine_threadsafe(forever(), loop).result()


async def lock_over_await(lock):
    with lock:
        await asyncio.sleep(1000)


def run_in_loop(coroutine):
    asyncio.run(coroutine)


async def self_wait():
    loop = asyncio.get_running_loop()
    asyncio.run_coroutine_threadsafe(forever(), loop).result()


def sleep_natively():
    # The C library called by ctypes, which a build may lack: a system call that no frame of Python tells.
    import ctypes

    ctypes.CDLL(None).pause()


def child_of_multiprocessing():
    process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(1000,), daemon=True)
    process.start()
    process.join()


def child():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"], stdout=subprocess.PIPE)
    KEEP.append(process)
    return process


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.recv(1)


def set_later(event, gate):
    gate.acquire()
    event.set()


def poll(thread):
    while thread.is_alive():
        time.sleep(1000)


def serve(server):
    server.serve_forever()


def main():
    sleeper = spawn("sleeper", time.sleep, 1000)
    spawn("joiner", sleeper.join)
    spawn("joiner-bounded", sleeper.join, 500)

    plain = threading.Lock()
    spawn("lock-holder", hold, plain)
    acquired = threading.Lock()
    spawn("acquire-holder", hold_by_acquire, acquired)
    recursive = threading.RLock()
    spawn("rlock-holder", hold, recursive)
    guarded = Guarded()
    spawn("guarded-holder", hold, guarded.lock)
    spawn("global-holder", hold, global_lock)
    awaited = threading.Lock()
    spawn("await-holder", run_in_loop, lock_over_await(awaited))
    time.sleep(0.3)
    spawn("lock-waiter", enter, plain)
    spawn("acquire-waiter", enter, acquired)
    for number in range(3):
        spawn("crowd-%d" % number, guarded.enter)
        spawn("queue-in-lock-%d" % number, get_inside, threading.Lock(), queue.SimpleQueue())
    spawn("rlock-waiter", enter, recursive)
    spawn("guarded-waiter", guarded.enter)
    spawn("lock-waiter-2", enter, plain)
    spawn("global-waiter", enter_global)
    spawn("await-waiter", enter, awaited)
    spawn("lock-twice", twice, threading.Lock())

    spawn("event", threading.Event().wait)
    owed, gate = threading.Event(), threading.Semaphore(0)
    spawn("event-setter", set_later, owed, gate)
    spawn("event-owed", owed.wait)
    spawn("poller", poll, sleeper)
    server = socketserver.TCPServer(("127.0.0.1", 0), Handler)
    spawn("server", serve, server)
    KEEP.append(socket.create_connection(server.server_address))
    time.sleep(0.3)
    spawn("server-shutdown", server.shutdown)
    spawn("queue-get-bounded", queue.Queue().get, True, 500)
    spawn("condition", wait_condition, threading.Condition())
    spawn("barrier", threading.Barrier(2).wait)
    spawn("semaphore", threading.Semaphore(0).acquire)
    spawn("queue-get", queue.Queue(10).get)
    full = queue.Queue(1)
    full.put(None)
    spawn("queue-put", full.put, None)
    spawn("queue-join", full.join)
    simple = queue.SimpleQueue()
    spawn("simple-queue", lambda: simple.get())

    pool = concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix="pool")
    busy = pool.submit(time.sleep, 1000)
    idle = pool.submit(int)
    idle.result()
    spawn("result", busy.result)
    spawn("wait-futures", concurrent.futures.wait, [busy])
    closing = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="closing")
    closing.submit(time.sleep, 1000)
    spawn("shutdown", closing.shutdown)

    loop = asyncio.new_event_loop()
    spawn("loop", run_loop, loop)
    spawn("task-result", asyncio.run_coroutine_threadsafe(forever(), loop).result)
    spawn("loop-self-wait", run_in_loop, self_wait())

    a, b = socket.socketpair()
    KEEP.extend((a, b))
    spawn("recv", a.recv, 10)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    connected = socket.create_connection(listening.getsockname())
    connected.settimeout(900)
    accepted = listening.accept()
    KEEP.append(accepted)
    spawn("accept", listening.accept)
    spawn("recv-timeout", connected.recv, 10)
    spawn("selector", select, b)

    spawn("child", child().wait)
    spawn("child-communicate", child().communicate)
    spawn("waitpid", os.waitpid, child().pid, 0)
    spawn("child-multiprocessing", child_of_multiprocessing)
    process_pool = concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
    spawn("process-result", process_pool.submit(time.sleep, 1000).result)
    spawn("compute", compute)
    spawn("native", sleep_natively)
    time.sleep(1)
    print("READY", flush=True)
    time.sleep(1000)


if __name__ == "__main__":
    main()
