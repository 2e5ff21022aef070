# A @contextmanager that turns whatever comes into an exception of the service's own, which the loop logs.
# cause: cancel-swallowed
# culprit: run
# kind: task
# task: steps
# innocent: main
import asyncio
import contextlib
import signal


class StepFailed(Exception):
    pass


@contextlib.contextmanager
def translate(step):
    try:
        yield
    except BaseException as error:
        raise StepFailed(step) from error


async def run():
    while True:
        try:
            with translate("poll"):  #< construct
                await asyncio.sleep(30)  #< frame
        except StepFailed as error:
            print(error)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    steps = asyncio.create_task(run(), name="steps")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([steps])


asyncio.run(main())
