# The commonest of all: log, wait a little inside the handler, try again.
# cause: cancel-swallowed
# culprit: sync_forever
# kind: task
# innocent: main, heartbeat
# uvloop: yes
import asyncio
import signal


async def pull():
    await asyncio.sleep(600)


async def sync_forever(errors):
    while True:
        try:
            await pull()
        except BaseException as error:  #< construct
            errors.append(error)
            await asyncio.sleep(300)  #< frame


async def heartbeat():
    while True:
        await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    sync_task = asyncio.create_task(sync_forever([]), name="sync")
    heartbeat_task = asyncio.create_task(heartbeat(), name="heartbeat")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
