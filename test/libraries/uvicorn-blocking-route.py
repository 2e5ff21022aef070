# FastAPI under uvicorn: an async route that sleeps the synchronous way.
# cause: loop-blocked
# culprit: report
# uvloop: chosen
# sets: current older
import time

import uvicorn
from fastapi import FastAPI
from visitor import free_port, visit

app = FastAPI()


@app.get("/report")
async def report():
    print("READY", flush=True)
    time.sleep(3600)  #< frame
    return {}


if __name__ == "__main__":
    port = free_port()
    visit(port, "/report", says_ready=False)
    uvicorn.run(app, port=port, log_level="warning")
