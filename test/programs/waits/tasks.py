"""One task for each thing that an asyncio task can wait for; says READY when all of them do.

Run with `uvloop` as argument to run on that loop. Works on 3.8-3.15.
"""
import asyncio
import concurrent.futures
import socket
import subprocess
import sys
import threading
import time

MINOR = sys.version_info[1]
TASKS = {}
KEEP = []


def spawn(name, coroutine):
    task = asyncio.ensure_future(coroutine)
    if hasattr(task, "set_name"):
        task.set_name(name)
    TASKS[name] = task
    return task


async def hold(lock):
    async with lock:
        await asyncio.sleep(1000)


async def hold_by_acquire(lock):
    await lock.acquire()
    try:
        await asyncio.sleep(1000)
    finally:
        lock.release()


async def enter(lock):
    async with lock:
        pass


async def acquire_again(lock):
    async with lock:
        async with lock:
            pass


async def notified(condition):
    async with condition:
        await condition.wait()


class Service:
    def __init__(self):
        self.stopping = asyncio.Event()

    async def run(self):
        await self.stopping.wait()

    async def stop_later(self):
        await asyncio.sleep(1000)
        self.stopping.set()


class Client:
    def __init__(self):
        self._reply = asyncio.get_running_loop().create_future()

    async def ask(self):
        return await self._reply


async def as_completed(tasks):
    for future in asyncio.as_completed(tasks):
        await future


async def wait_for(awaitable, timeout):
    await asyncio.wait_for(awaitable, timeout)


async def under_timeout(event):
    async with asyncio.timeout(300):
        await event.wait()


async def in_group(events):
    async with asyncio.TaskGroup() as group:
        for number, event in enumerate(events):
            group.create_task(event.wait(), name="member-%d" % number)


async def shielded(task):
    await asyncio.shield(task)


async def gathered(*tasks, **options):
    await asyncio.gather(*tasks, **options)


async def read(reader):
    await reader.readline()


async def drain(writer):
    writer.write(b"x" * 50_000_000)
    await writer.drain()


async def handshake(port):
    import ssl  # a build may lack it
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    await asyncio.open_connection("127.0.0.1", port, ssl=context)


async def receive(loop, sock):
    await loop.sock_recv(sock, 10)


async def accept(loop, sock):
    await loop.sock_accept(sock)


async def run_child(kind):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import time; time.sleep(1000)", stdout=subprocess.PIPE
    )
    KEEP.append(process)
    if kind == "wait":
        await process.wait()
    elif kind == "communicate":
        await process.communicate()
    else:
        await process.stdout.read()


async def generate(event):
    try:
        yield 1
    finally:
        await event.wait()


async def close_generator(event):
    generator = generate(event)
    await generator.__anext__()
    await generator.aclose()


async def completed_later(loop):
    future = loop.create_future()
    loop.call_later(500, future.set_result, None)
    await future


async def in_other_loop(future):
    await asyncio.wrap_future(future)


def other_loop(loop):
    asyncio.set_event_loop(loop)
    loop.run_forever()


def block_pool(seconds):
    time.sleep(seconds)


async def primitives(forever):
    lock = asyncio.Lock()
    spawn("lock-holder", hold(lock))
    await asyncio.sleep(0.01)
    spawn("lock-waiter", enter(lock))
    acquired = asyncio.Lock()
    spawn("acquire-holder", hold_by_acquire(acquired))
    await asyncio.sleep(0.01)
    spawn("acquire-waiter", enter(acquired))
    spawn("lock-twice", acquire_again(asyncio.Lock()))
    semaphore = asyncio.BoundedSemaphore(1)
    spawn("semaphore-holder", hold(semaphore))
    await asyncio.sleep(0.01)
    spawn("semaphore-waiter", enter(semaphore))
    spawn("condition", notified(asyncio.Condition()))
    busy = asyncio.Condition()
    spawn("condition-holder", hold(busy))
    await asyncio.sleep(0.01)
    spawn("condition-lock", enter(busy))
    service = Service()
    spawn("event", service.run())
    spawn("event-setter", service.stop_later())
    spawn("event-lonely", asyncio.Event().wait())
    if MINOR >= 11:
        spawn("barrier", asyncio.Barrier(3).wait())
    spawn("queue-get", asyncio.Queue(100).get())
    full = asyncio.Queue(1)
    full.put_nowait(None)
    spawn("queue-put", full.put(None))
    joined = asyncio.PriorityQueue()
    joined.put_nowait(1)
    spawn("queue-join", joined.join())
    spawn("generator", close_generator(forever))


def groups(loop, forever):
    spawn("sleep", asyncio.sleep(1000))
    inner = spawn("inner", forever.wait())
    other = spawn("other", forever.wait())
    spawn("task", gathered_one(inner))
    spawn("gather", gathered(inner, other, return_exceptions=True))
    spawn("gather-nested", gathered(asyncio.gather(inner, other), asyncio.shield(inner)))
    spawn("wait", wait_all([inner, other], None))
    spawn("wait-bounded", wait_all([inner, other], 400))
    spawn("as-completed", as_completed([inner, other]))
    spawn("wait-for", wait_for(inner, 200))
    spawn("wait-for-job", wait_for(loop.run_in_executor(None, block_pool, 1000), 200))
    spawn("shield", shielded(inner))
    if MINOR >= 11:
        spawn("timeout", under_timeout(forever))
        spawn("group", in_group([forever, forever]))
    spawn("future", Client().ask())
    spawn("future-bare", await_it(loop.create_future()))
    spawn("future-timer", completed_later(loop))


async def futures_in_python(loop):
    # As nest_asyncio and debuggers have it.
    loop.create_future = lambda: asyncio.futures._PyFuture(loop=loop)
    spawn("python-future", asyncio.Queue(5).get())
    await gathered_one(asyncio.ensure_future(nothing()))
    del loop.create_future


async def nothing():
    pass


async def jobs(loop):
    pool = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="pool")
    KEEP.append(pool)
    spawn("executor-running", in_pool(loop, pool, block_pool, 1000))
    await asyncio.sleep(0.05)
    spawn("executor-queued", in_pool(loop, pool, block_pool, 1000))
    if MINOR >= 9:
        spawn("to-thread", asyncio.to_thread(time.sleep, 1000))
    processes = concurrent.futures.ProcessPoolExecutor(1)
    KEEP.append(processes)
    spawn("process-pool", in_pool(loop, processes, block_pool, 1000))
    second = asyncio.new_event_loop()
    KEEP.append(second)
    threading.Thread(target=other_loop, args=(second,), name="second-loop", daemon=True).start()
    spawn("other-loop", in_other_loop(asyncio.run_coroutine_threadsafe(forever_elsewhere(), second)))
    for kind in ("wait", "communicate", "read"):
        spawn("child-" + kind, run_child(kind))


async def sockets(loop):
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    KEEP.append(server)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    KEEP.append(writer)
    spawn("stream-read", read(reader))
    reader2, writer2 = await asyncio.open_connection("127.0.0.1", port)
    KEEP.append(reader2)
    spawn("stream-drain", drain(writer2))
    # The server does not speak TLS, and says nothing.
    spawn("tls-handshake", handshake(port))
    a, b = socket.socketpair()
    a.setblocking(False)
    KEEP.append(b)
    spawn("sock-recv", receive(loop, a))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    listening.setblocking(False)
    spawn("sock-accept", accept(loop, listening))
    spawn("serve-forever", server.serve_forever())
    closing = await asyncio.start_server(serve, "127.0.0.1", 0)
    _, writer3 = await asyncio.open_connection("127.0.0.1", closing.sockets[0].getsockname()[1])
    KEEP.append(writer3)
    await asyncio.sleep(0.05)
    if MINOR >= 12:
        closing.close()
        spawn("server-closed", closing.wait_closed())


async def main():
    loop = asyncio.get_running_loop()
    forever = asyncio.Event()
    KEEP.append(forever)
    await primitives(forever)
    groups(loop, forever)
    await futures_in_python(loop)
    await jobs(loop)
    await sockets(loop)
    await asyncio.sleep(0.6)
    print("READY", flush=True)
    await asyncio.sleep(1000)


async def gathered_one(task):
    await task


async def await_it(future):
    await future


async def forever_elsewhere():
    await asyncio.sleep(1000)


async def wait_all(tasks, timeout):
    await asyncio.wait(tasks, timeout=timeout)


async def in_pool(loop, pool, function, *args):
    await loop.run_in_executor(pool, function, *args)


async def serve(reader, writer):
    KEEP.append(writer)
    await asyncio.sleep(1000)


if __name__ == "__main__":
    if sys.argv[1:] == ["uvloop"]:
        import uvloop

        uvloop.install() if MINOR < 12 else asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(main())
