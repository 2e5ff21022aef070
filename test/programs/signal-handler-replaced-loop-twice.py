# Two parts of the service call loop.add_signal_handler; the second wins.
# cause: signal-handler-replaced
# culprit: reload_log_files
# kind: signal-handler
# innocent: main, Server.serve
import asyncio
import signal


def reload_log_files(paths):  #< frame construct
    for path in paths:
        print("reopened", path)


class Server:
    def __init__(self):
        self.closing = asyncio.Event()

    async def serve(self):
        await self.closing.wait()


async def main():
    loop = asyncio.get_running_loop()
    server = Server()
    loop.add_signal_handler(signal.SIGTERM, server.closing.set)
    loop.add_signal_handler(signal.SIGTERM, reload_log_files, ["access.log"])  #< construct
    await asyncio.sleep(0.1)
    loop.call_soon(lambda: print("READY", flush=True))
    await server.serve()


asyncio.run(main())
