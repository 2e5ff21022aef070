# The handler's types spread over lines, with comments and blank lines between.
# cause: cancel-swallowed
# culprit: rebalance
# kind: task
# innocent: main
import asyncio
import signal


async def rebalance(members):
    while True:

        # wait until the group changes
        try:

            if members is not None:
                change = await members.get()  #< frame
                print(change)

        except ValueError as error:
            raise RuntimeError("bad member") from error

        except (  #< construct
            # the broker drops connections now and then
            ConnectionResetError,
            asyncio.CancelledError,
        ):
            print("rebalance interrupted")

        else:
            print("rebalanced")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    rebalancing = asyncio.create_task(rebalance(asyncio.Queue()), name="rebalance")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await rebalancing


asyncio.run(main())
