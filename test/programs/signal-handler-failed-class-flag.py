# The loop tests the class's own attribute; the handler fails before it sets that.
# cause: signal-handler-failed
# culprit: leave
# kind: signal-handler
# joined: no
import signal
import time


class Settings:
    leaving = False
    metrics = None


def leave(number, frame):  #< frame
    Settings.metrics.flush()
    Settings.leaving = True


signal.signal(signal.SIGTERM, leave)
print("READY", flush=True)
while not Settings.leaving:
    try:
        time.sleep(0.3)
    except Exception as error:  #< construct
        print(error)
