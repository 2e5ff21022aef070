# threading.Event.wait in a coroutine, below two ordinary functions.
# cause: loop-blocked
# culprit: wait_for_model
# kind: task
# innocent: main, serve
# uvloop: yes
import asyncio
import signal
import threading

model_loaded = threading.Event()


def wait_for_model():
    model_loaded.wait()  #< frame construct?


def predict(text):
    wait_for_model()
    return len(text)


async def handle(text):
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    return predict(text)


async def serve():
    while True:
        await asyncio.sleep(0.03)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.gather(serve(), handle("hello"))


asyncio.run(main())
