# gunicorn with two uvicorn workers that end when they are told.
# cause: none
# uvloop: chosen
# sets: current
import os
import sys

from fastapi import FastAPI
from visitor import free_port, visit

app = FastAPI()


@app.get("/")
async def index():
    return {}


if "PORT" not in os.environ:
    port = free_port()
    os.environ["PORT"] = str(port)
    here = os.path.dirname(os.path.abspath(__file__))
    name = os.path.splitext(os.path.basename(__file__))[0]
    words = ["-m", "gunicorn", "--chdir", here, "-b", f"127.0.0.1:{port}", "-k", "uvicorn_worker.UvicornWorker"]
    os.execv(sys.executable, [sys.executable, *words, "-w", "2", f"{name}:app"])
else:
    visit(int(os.environ["PORT"]))
