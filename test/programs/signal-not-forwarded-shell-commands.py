# The container's command is `sh -c "python app.py; echo stopped"`: the shell stays PID 1 and drops the signal.
# cause: signal-not-forwarded
# kind: process
# namespace: pid
# start: sh -c '{python} {program}; echo stopped'
# innocent: main, serve
import asyncio
import signal


async def serve(stop):
    await stop.wait()


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = asyncio.create_task(serve(stop), name="server")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await server


asyncio.run(main())
