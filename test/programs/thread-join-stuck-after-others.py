# Three threads end as they are joined, one after the other; the fourth does not.
# cause: thread-join-stuck
# culprit: Consumer.drain
# kind: thread
# thread: consumer-3
# certainty: certain
# grace: 6
# joined: no
import signal
import threading


class Consumer(threading.Thread):
    def __init__(self, number):
        super().__init__(name=f"consumer-{number}", daemon=True)
        self.number = number
        self.stopping = threading.Event()
        self.settled = threading.Event()

    def run(self):
        self.stopping.wait()
        self.drain()

    def drain(self):
        self.settled.wait(0.4 if self.number < 3 else None)  #< frame


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    consumers = [Consumer(number) for number in range(6)]
    for consumer in consumers:
        consumer.start()
    print("READY", flush=True)
    stop.wait()
    for consumer in consumers:
        consumer.stopping.set()
        consumer.join()


main()
