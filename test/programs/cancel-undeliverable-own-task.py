# A task of a class of its own, made by the factory of the loop, whose cancel() is not to break off a migration.
# cause: cancel-undeliverable
# culprit: migrate
# kind: task
# task: migration
# innocent: main
import asyncio
import signal


class Protected(asyncio.Task):
    def cancel(self, *message, **named):  #< construct
        return self.done()


def protected(loop, coroutine, **named):
    return Protected(coroutine, loop=loop, **named)


async def migrate(locks):
    while not locks.empty():
        await asyncio.sleep(100)  #< frame


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    locks = asyncio.Queue()
    locks.put_nowait("table")
    loop.set_task_factory(protected)
    migration = asyncio.create_task(migrate(locks), name="migration")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.wait([migration])


asyncio.run(main())
