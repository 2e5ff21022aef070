# The shell dies of the signal; behind it stands a service that would look at its flag in a moment.
# cause: signal-not-forwarded
# kind: process
# start: sh -c '{python} {program}; echo stopped'
# innocent: App.run, App.stop
# joined: no
import signal
import time


class App:
    stopping = False

    def stop(self, number, frame):
        self.stopping = True

    def run(self):
        signal.signal(signal.SIGTERM, self.stop)
        print("READY", flush=True)
        while not self.stopping:
            time.sleep(0.2)


App().run()
