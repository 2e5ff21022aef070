# All threads block the signal, and one takes it by sigwait and sets the flag; the loop that looks at it is in a read.
# cause: signal-flag-unread
# culprit: Console.run
# kind: thread
# joined: no
import os
import signal
import threading


class Console:
    def __init__(self):
        reader, self.writer = os.pipe()
        self.lines = os.fdopen(reader)
        self.quit = False

    def take_signals(self):
        signal.sigwait({signal.SIGTERM})  #< construct
        self.quit = True

    def run(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        threading.Thread(target=self.take_signals, name="signals", daemon=True).start()
        print("READY", flush=True)
        while not self.quit:
            self.lines.readline()  #< frame


Console().run()
