# celery's solo pool: the job runs on the main thread, and the worker looks at what its handler left when it has ended.
# cause: signal-flag-unread
# culprit: export
# kind: thread
# innocent: _handle_request
# grace: 10
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
    app.worker_main(["worker", "--pool=solo", "--loglevel=warning", "--without-mingle", "--without-gossip"])
