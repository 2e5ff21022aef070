# FastAPI under uvicorn: a plain `def` route runs in a thread, and waits there for ever.
# cause: executor-job-running
# culprit: export
# kind: thread
# uvloop: chosen
# sets: current older
import threading

import uvicorn
from fastapi import FastAPI
from visitor import free_port, visit

app = FastAPI()
done = threading.Event()


@app.get("/export")
def export():
    print("READY", flush=True)
    done.wait()  #< frame
    return {}


if __name__ == "__main__":
    port = free_port()
    visit(port, "/export", says_ready=False)
    uvicorn.run(app, port=port, log_level="warning")
