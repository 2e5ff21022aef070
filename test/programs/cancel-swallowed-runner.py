# asyncio.Runner: the cancellation happens when the runner is closed.
# cause: cancel-swallowed
# culprit: metrics
# kind: task
# innocent: serve
# pythons: 3.11+
# uvloop: yes
import asyncio
import signal

running = []


async def metrics(samples):
    while True:
        try:
            print(await samples.get())  #< frame
        except BaseException:  #< construct
            pass


async def start():
    running.append(asyncio.create_task(metrics(asyncio.Queue()), name="metrics"))


async def serve():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()


with asyncio.Runner() as runner:
    runner.run(start())
    runner.run(serve())
