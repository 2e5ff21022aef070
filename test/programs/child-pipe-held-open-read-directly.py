# The main thread reads the lines of a tool; the handler ends that, and what the tool had started has its output open still.
# cause: child-pipe-held-open
# culprit: follow
# kind: process
# innocent: main
import signal
import subprocess


def follow(command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as tool:
        signal.signal(signal.SIGTERM, lambda *_: tool.terminate())
        for line in tool.stdout:  #< frame
            print(line.strip(), flush=True)


follow(["sh", "-c", "sleep 600 & echo READY; exec sleep 601"])
