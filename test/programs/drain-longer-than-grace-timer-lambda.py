# A cleanup waits for an event that a lambda sets, which the loop calls in two minutes.
# cause: drain-longer-than-grace
# culprit: Breaker.close
# kind: task
# task: breaker
# innocent: main
import asyncio
import signal


class Breaker:
    async def run(self):
        try:
            await asyncio.sleep(3600)
        finally:
            await self.close()

    async def close(self):
        cooled = asyncio.Event()
        asyncio.get_running_loop().call_later(120, lambda: cooled.set())
        await cooled.wait()  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    breaker = asyncio.create_task(Breaker().run(), name="breaker")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await breaker


asyncio.run(main())
