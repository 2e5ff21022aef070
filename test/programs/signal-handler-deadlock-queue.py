# queue.Queue takes a lock in put(), which the interrupted code holds.
# cause: signal-handler-deadlock
# culprit: on_sigterm
# kind: signal-handler | thread
import queue
import signal
import time

events = queue.Queue()


def on_sigterm(number, frame):
    events.put("stop")  #< frame construct?


signal.signal(signal.SIGTERM, on_sigterm)
while True:
    with events.mutex:  #< construct?
        print("READY", flush=True)
        time.sleep(20)  #< construct?
