# The handler looks up what is not there before it sets its flag: no call that could fail, and yet it has.
# cause: signal-handler-failed
# culprit: App.on_term | on_term
# says: self.names[number]
# joined: no
import signal
import time


class App:
    names = {signal.SIGINT: "interrupt"}

    def __init__(self):
        self.stopping = False

    def on_term(self, number, frame):
        self.reason = self.names[number]
        self.stopping = True

    def serve(self):
        while not self.stopping:
            time.sleep(0.2)

    def run(self):
        while not self.stopping:
            try:
                self.serve()
            except Exception:  #< construct
                time.sleep(0.01)


app = App()
signal.signal(signal.SIGTERM, app.on_term)
print("READY", flush=True)
app.run()
