# A healthy service with its loop run by hand and its own shutdown.
# cause: none
# uvloop: yes
import asyncio
import signal


async def serve():
    while True:
        await asyncio.sleep(0.05)


async def shutdown(loop):
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    loop.stop()


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.add_signal_handler(signal.SIGTERM, lambda: asyncio.ensure_future(shutdown(loop)))
loop.create_task(serve(), name="serve")
loop.call_later(0.1, lambda: print("READY", flush=True))
try:
    loop.run_forever()
finally:
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
