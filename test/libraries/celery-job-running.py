# celery's prefork pool: the warm shutdown waits for a job, which runs in a child.
# cause: process-pool-stuck
# culprit: export
# grace: 10
# uvloop: chosen
# sets: current
import time

from celery import Celery
from celery.signals import worker_ready

app = Celery("jobs", broker="memory://")
app.conf.worker_redirect_stdouts = False


@app.task(name="jobs.export")
def export():
    print("READY", flush=True)
    time.sleep(3600)  #< frame


@worker_ready.connect
def begin(**_):
    export.delay()


if __name__ == "__main__":
    app.worker_main(["worker", "--concurrency=1", "--loglevel=warning", "--without-mingle", "--without-gossip"])
