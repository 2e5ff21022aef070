# faulthandler takes the signal that would have ended the process: it prints the stacks, and Python's own table shows no handler.
# cause: signal-handler-replaced
# kind: signal-handler
# joined: no
import faulthandler
import signal
import sys
import time


def serve():
    while True:
        time.sleep(0.5)


faulthandler.register(signal.SIGTERM, file=sys.stderr, all_threads=True)  #< construct
print("READY", flush=True)
serve()
