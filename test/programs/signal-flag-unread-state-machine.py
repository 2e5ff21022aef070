# A state machine looks at the flag between its states, where it leads to the last one, and the state that it is in never ends.
# cause: signal-flag-unread
# culprit: Machine.working | Machine.run
# joined: no
import asyncio
import signal


class Machine:
    def __init__(self):
        self.state = "working"
        self.leaving = False

    def leave(self):
        self.leaving = True

    async def working(self):
        await asyncio.get_running_loop().create_future()  #< frame

    async def run(self):
        while self.state != "done":
            if self.leaving:
                self.state = "done"
                continue
            await getattr(self, self.state)()


async def main():
    machine = Machine()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, machine.leave)
    asyncio.get_running_loop().call_later(0.1, lambda: print("READY", flush=True))
    await machine.run()


asyncio.run(main())
