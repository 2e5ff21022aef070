# A future of the service's own whose cancel() refuses.
# cause: cancel-undeliverable
# culprit: Rpc.call
# kind: task
# innocent: main
import asyncio
import signal


class Reply(asyncio.Future):
    def cancel(self, *message, **named):
        return False


class Rpc:
    async def call(self):
        return await Reply()  #< frame


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    rpc_task = asyncio.create_task(Rpc().call(), name="rpc")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
