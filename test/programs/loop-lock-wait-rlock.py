# An RLock's acquire() in a callback of the loop; its owner waits for a socket.
# cause: loop-lock-wait
# culprit: Ledger.record | Ledger.sync
# kind: task | thread | loop
# innocent: main
import asyncio
import signal
import socket
import threading


class Ledger:
    def __init__(self):
        self.guard = threading.RLock()
        self.connection, self.peer = socket.socketpair()

    def sync(self):
        self.guard.acquire()  #< construct?
        try:
            self.connection.recv(1)  #< frame
        finally:
            self.guard.release()

    def record(self):
        print("READY", flush=True)
        self.guard.acquire()  #< frame construct?
        self.guard.release()


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    ledger = Ledger()
    threading.Thread(target=ledger.sync, name="sync", daemon=True).start()
    loop.call_later(0.1, ledger.record)
    await asyncio.Event().wait()


asyncio.run(main())
