# The signal comes while the main task still registers itself: it then comes to its work by itself, and waits for another event
# than the one that the loop's handler sets.
# cause: signal-flag-unread | cancel-never-requested
# joined: no
import asyncio
import signal


async def register():
    await asyncio.sleep(0.7)


async def serve(ended):
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        await ended.wait()  #< frame


async def main():
    stopping, ended = asyncio.Event(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    print("READY", flush=True)
    await register()
    await serve(ended)


asyncio.run(main())
