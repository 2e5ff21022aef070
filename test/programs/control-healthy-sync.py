# A healthy worker without asyncio.
# cause: none
import signal
import sys
import time

signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
print("READY", flush=True)
while True:
    time.sleep(0.2)
