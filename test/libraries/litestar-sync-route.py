# litestar: a synchronous route in a thread, waiting for a lock; the task has no code of the service's.
# cause: executor-job-running
# culprit: report
# kind: thread
# uvloop: chosen
# sets: further
import threading, uvicorn
from litestar import Litestar, get
from visitor import free_port, visit

lock = threading.Lock()
lock.acquire()


@get("/", sync_to_thread=True)
def report() -> str:
    print("READY", flush=True)
    with lock:  #< frame
        return "x"


app = Litestar([report])


if __name__ == "__main__":
    port = free_port()
    visit(port, "/", says_ready=False)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
