# A return in the finally of a function three calls up.
# cause: cancel-swallowed
# culprit: read_block
# kind: task
# innocent: main
# uvloop: yes
import asyncio
import signal


async def read_block(blocks):
    return await blocks.get()  #< frame


async def checksum(blocks):
    total = 0
    try:
        while True:
            block = await read_block(blocks)
            if block is None:
                break
            total += len(block)
    finally:  #< construct
        if total >= 0:
            return total  #< construct


async def verify(blocks):
    while await checksum(blocks) is not None:
        pass


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    verifying = asyncio.create_task(verify(asyncio.Queue()), name="verify")
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await verifying


asyncio.run(main())
