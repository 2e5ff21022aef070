# The shutdown counts how long it has waited, and has patience for two minutes.
# cause: drain-longer-than-grace
# culprit: leave
# kind: task
import asyncio
import signal

connections = {"peer"}


async def leave(patience):
    waited = 0.0
    while connections and waited < patience:  #< construct
        await asyncio.sleep(0.1)
        waited += 0.1


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await leave(120)


asyncio.run(main())
