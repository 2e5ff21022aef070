# Inside the try stands another with handlers that cannot catch it, and a finally.
# cause: cancel-swallowed
# culprit: Gateway.pump
# kind: task
# innocent: main
import asyncio
import signal


class Gateway:
    def __init__(self):
        self.uplink = asyncio.Queue()
        self.open = 0

    async def pump(self):
        while True:
            try:
                try:
                    self.open += 1
                    try:
                        packet = await self.uplink.get()  #< frame
                    except (KeyError, ValueError):
                        packet = None
                    except Exception:
                        raise
                finally:
                    self.open -= 1
            except BaseException as error:  #< construct
                if isinstance(error, (SystemExit, KeyboardInterrupt)):
                    raise
                packet = None
            if packet is not None:
                print(packet)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    gateway = asyncio.create_task(Gateway().pump(), name="gateway")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await gateway


asyncio.run(main())
