# A bounded retry wrapper as a closure, with growing back-off after the try: it waits in the wrapper.
# cause: cancel-swallowed
# culprit: with_retries.<locals>.attempt
# kind: task
# innocent: main
import asyncio
import signal


def with_retries(function, attempts):
    async def attempt():
        failure = None
        for number in range(attempts):
            try:
                return await function()
            except (OSError, asyncio.CancelledError) as error:  #< construct
                failure = error
            await asyncio.sleep(30 * 2 ** number)  #< frame
        raise failure

    return attempt


async def connect():
    await asyncio.sleep(600)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    connecting = asyncio.create_task(with_retries(connect, 10)(), name="connect")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await connecting


asyncio.run(main())
