# "Wait until the job is done, whoever cancels": shield in a loop.
# Both are right: who catches the cancellation goes on, and the job hears nothing of it. Up to 3.10 no counter tells of the first.
# cause: cancel-shielded | cancel-swallowed
# culprit: checkpoint | run_to_the_end
# kind: task
import asyncio
import signal


async def checkpoint(store):
    while True:
        print(await store.get())  #< frame


async def run_to_the_end(job):
    while not job.done():
        try:
            await asyncio.shield(job)  #< frame construct
        except asyncio.CancelledError:  #< construct
            print("not yet")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    job = asyncio.ensure_future(checkpoint(asyncio.Queue()))
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await run_to_the_end(job)


asyncio.run(main())
