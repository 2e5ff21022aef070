# urllib in a coroutine without a timeout; the blocking frames below it are the standard library's.
# cause: loop-blocked
# culprit: load_config
# kind: task
# innocent: main
import asyncio
import signal
import socket
import urllib.request


async def load_config(url):
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    with urllib.request.urlopen(url) as answer:  #< frame construct?
        return answer.read()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    silent = socket.create_server(("127.0.0.1", 0))
    loader = asyncio.create_task(load_config("http://127.0.0.1:%d/" % silent.getsockname()[1]), name="loader")
    await loader


asyncio.run(main())
