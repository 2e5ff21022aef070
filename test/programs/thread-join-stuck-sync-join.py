# The same without asyncio: SystemExit, finally, join.
# cause: thread-join-stuck
# culprit: read_sensor
# kind: thread
# thread: sensor
import os
import signal
import sys
import threading
import time


def read_sensor(device):
    while os.read(device, 1):  #< frame
        pass


def main():
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    device, _other = os.pipe()
    sensor = threading.Thread(target=read_sensor, args=(device,), name="sensor", daemon=True)
    sensor.start()
    try:
        time.sleep(0.1)
        print("READY", flush=True)
        while True:
            time.sleep(1)
    finally:
        sensor.join()  #< construct?


main()
