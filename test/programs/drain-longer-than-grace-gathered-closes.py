# Every close has a limit of its own, longer than the grace period; what is closed stands behind a shield.
# cause: drain-longer-than-grace
# culprit: close
# kind: task
# innocent: main, serve
# joined: no
import asyncio
import signal


async def serve():
    await asyncio.sleep(10_000)


async def close(connection):
    try:
        await asyncio.wait_for(asyncio.shield(connection), timeout=40)  #< frame construct?
    except asyncio.TimeoutError:
        connection.cancel()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    connections = [asyncio.ensure_future(serve()) for _ in range(2)]
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await stop.wait()
    await asyncio.gather(*(close(one) for one in connections))


asyncio.run(main())
