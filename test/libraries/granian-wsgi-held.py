# granian: a worker's request stands in a thread that compiled code has started, and its main thread in the library.
# cause: child-still-running
# culprit: app
# kind: process
# grace: 4
# pythons: 3.11+
# uvloop: chosen
# sets: further
import os
import threading
from pathlib import Path

from granian import Granian
from visitor import free_port, visit


def app(environ, start_response):
    print("READY", flush=True)
    threading.Event().wait()  #< frame
    start_response("200 OK", [])
    return [b"a"]


if __name__ == "__main__":
    port = free_port()
    visit(port, "/", says_ready=False)
    here = os.path.dirname(os.path.abspath(__file__))
    Granian(
        "granian-wsgi-held:app",
        working_dir=Path(here),
        address="127.0.0.1",
        port=port,
        interface="wsgi",
        blocking_threads=2,
        log_enabled=False,
    ).serve()
