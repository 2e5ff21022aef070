# A regular expression backtracks without end.
# cause: loop-busy
# culprit: validate
# kind: task
# innocent: main
import asyncio
import re
import signal

PATTERN = re.compile(r"^(\w+\s?)*$")


def validate(text):
    print("READY", flush=True)
    return PATTERN.match(text) is not None  #< frame construct?


async def handle(requests):
    while True:
        text = await requests.get()
        print(validate(text))


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    requests = asyncio.Queue()
    requests.put_nowait("ab" * 60 + "!")
    await asyncio.create_task(handle(requests), name="handler")


asyncio.run(main())
