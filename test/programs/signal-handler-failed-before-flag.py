# The handler raises before it comes to the flag, and the loop catches that like any failure of its work.
# cause: signal-handler-failed
# culprit: App.on_term
# kind: signal-handler
# joined: no
import signal
import time


class App:
    def __init__(self):
        self.running = True

    def on_term(self, number, frame):  #< frame
        self.consumer.close()
        self.running = False

    def poll(self):
        time.sleep(0.4)

    def run(self):
        signal.signal(signal.SIGTERM, self.on_term)
        print("READY", flush=True)
        while self.running:
            try:
                self.poll()
            except Exception as error:  #< construct
                print("poll failed", repr(error))


App().run()
