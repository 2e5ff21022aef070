# The shutdown writes into a database that another connection has locked; SQLite asks for the lock again and again.
# cause: cleanup-stuck
# culprit: save
# kind: thread
import os
import signal
import sqlite3
import tempfile
import threading

path = os.path.join(tempfile.mkdtemp(), "counts.db")
stop = threading.Event()


def save(database):
    database.execute("INSERT INTO counts VALUES (1)")  #< frame construct?
    database.commit()


def main():
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE counts (value INTEGER)")
    database = sqlite3.connect(path, timeout=900)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    other.execute("BEGIN EXCLUSIVE")
    while not stop.wait(0.2):
        print("READY", flush=True)
    save(database)


main()
