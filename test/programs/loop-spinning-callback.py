# A callback that puts itself into the loop again, until a state comes that nothing brings.
# Its turns are so short that on a loaded machine many a look meets none.
# cause: loop-spinning
# culprit: Pump.turn
# innocent: main
import asyncio
import signal


class Pump:
    def __init__(self, loop):
        self.loop = loop
        self.drained = loop.create_future()
        self.pending = 1

    def turn(self):  #< frame
        if self.pending:  #< frame
            self.loop.call_soon(self.turn)  #< frame
        else:  #< frame
            self.drained.set_result(None)  #< frame


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    pump = Pump(loop)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    pump.turn()
    await pump.drained


asyncio.run(main())
