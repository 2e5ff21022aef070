# A thread collects the output of a tool; the shutdown ends the tool and joins that thread, which waits for the pipe's end.
# cause: child-pipe-held-open
# culprit: Tool.collect
# kind: process
# innocent: main | collector
import signal
import subprocess
import threading
import time


class Tool:
    def __init__(self):
        self.process = subprocess.Popen("sleep 600 & sleep 601", shell=True, stdout=subprocess.PIPE)
        self.output = []
        self.collector = threading.Thread(target=self.collect, name="collector")
        self.collector.start()

    def collect(self):
        while True:
            piece = self.process.stdout.read(4096)  #< frame
            if not piece:
                break
            self.output.append(piece)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.collector.join()


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    tool = Tool()
    while not stop.is_set():
        print("READY", flush=True)
        time.sleep(0.3)
    tool.close()


main()
