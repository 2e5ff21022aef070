# The parent blocks SIGTERM while it forks, and the child never unblocks it: what the parent passes on stays pending there.
# cause: signal-blocked
# kind: process
# innocent: leave, forward
import os
import signal
import time


class Master:
    def __init__(self):
        self.children = []
        self.live = True

    def spawn(self):
        old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        child = os.fork()
        if child == 0:
            self.work()
            os._exit(0)
        self.children.append(child)
        signal.pthread_sigmask(signal.SIG_SETMASK, old)

    def work(self):
        signal.signal(signal.SIGTERM, self.leave)
        while self.live:
            time.sleep(0.2)

    def leave(self, number, frame):
        self.live = False

    def forward(self, number, frame):
        for child in self.children:
            os.kill(child, number)

    def run(self):
        signal.signal(signal.SIGTERM, self.forward)
        self.spawn()
        print("READY", flush=True)
        for child in self.children:
            os.waitpid(child, 0)


Master().run()
