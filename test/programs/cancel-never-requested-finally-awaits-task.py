# A session's finally awaits its helper task, which it forgot to cancel; the service's shutdown cancels sessions only.
# cause: cancel-never-requested
# culprit: Session.ping
# kind: task
# innocent: main, Session.run
# uvloop: yes
import asyncio
import signal


class Session:
    async def ping(self):
        while True:
            await asyncio.sleep(0.2)  #< frame

    async def run(self):
        pinging = asyncio.ensure_future(self.ping())
        try:
            await asyncio.Event().wait()
        finally:
            await pinging


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sessions = [asyncio.create_task(Session().run(), name="session-%d" % n) for n in range(2)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    for session in sessions:
        session.cancel()
    await asyncio.gather(*sessions, return_exceptions=True)


asyncio.run(main())
