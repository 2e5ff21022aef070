# Several jobs of one pool run, submitted with loop.run_in_executor and gathered; the service's stop waits for none of them.
# cause: executor-job-running
# culprit: download
# kind: thread
# innocent: main, _worker
# uvloop: yes
import asyncio
import concurrent.futures
import signal
import socket

POOL = concurrent.futures.ThreadPoolExecutor(max_workers=5, thread_name_prefix="download")
peers = []


def download(number):
    mine, peer = socket.socketpair()
    peers.append(peer)
    return mine.recv(1)  #< frame


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    loop.call_later(0.2, lambda: print("READY", flush=True))
    await asyncio.gather(*(loop.run_in_executor(POOL, download, number) for number in range(3)))


asyncio.run(main())
