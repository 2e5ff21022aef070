# `except CancelledError: raise` stands before `except BaseException`; another handler tests the type and raises.
# cause: none
# innocent: poll, watch
import asyncio
import signal


async def poll(queue):
    while True:
        try:
            await queue.get()
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            print(error)


async def watch(event):
    while True:
        try:
            await event.wait()
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError):
                raise
            print(error)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    poll_task = asyncio.create_task(poll(asyncio.Queue()), name="poll")
    watch_task = asyncio.create_task(watch(asyncio.Event()), name="watch")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


try:
    asyncio.run(main())
except asyncio.CancelledError:
    pass
