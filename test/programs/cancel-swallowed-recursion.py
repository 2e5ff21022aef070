# No loop at all: the handler calls the same coroutine again.
# cause: cancel-swallowed
# culprit: Socket.listen
# kind: task
# innocent: main
import asyncio
import signal


class Socket:
    def __init__(self):
        self.frames = asyncio.Queue()

    async def listen(self):
        try:
            while True:
                print(await self.frames.get())  #< frame
        except BaseException:  #< construct
            await self.listen()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    listening = asyncio.create_task(Socket().listen(), name="listen")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await listening


asyncio.run(main())
