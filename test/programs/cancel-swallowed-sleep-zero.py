# A polling loop without a pause swallows its cancellation: that it spins is not the fault.
# cause: cancel-swallowed
# culprit: poll
# kind: task
# innocent: main
import asyncio
import signal


async def poll(state):
    while True:
        try:
            await asyncio.sleep(0)  #< frame
        except asyncio.CancelledError:  #< construct
            state.append("cancelled")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    polling = asyncio.create_task(poll([]), name="poll")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()
    print(polling)


asyncio.run(main())
