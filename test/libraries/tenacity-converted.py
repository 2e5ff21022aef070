# tenacity: what the attempt retries is an exception that the service's own function has made of the cancellation.
# cause: cancel-swallowed
# culprit: fetch
# kind: task
# task: quote
# innocent: main
# sets: current
import asyncio
import signal
import socket

from tenacity import AsyncRetrying, retry_if_exception_type, wait_fixed

silent = socket.create_server(("127.0.0.1", 0))


class UpstreamError(Exception):
    pass


async def fetch(symbol):
    reader, writer = await asyncio.open_connection(*silent.getsockname())
    try:
        writer.write(symbol.encode() + b"\n")
        return await reader.readline()  #< frame
    except (OSError, asyncio.CancelledError) as error:  #< construct
        raise UpstreamError(symbol) from error
    finally:
        writer.close()


async def quote(symbol):
    async for attempt in AsyncRetrying(retry=retry_if_exception_type(UpstreamError), wait=wait_fixed(0.1)):
        with attempt:
            return await fetch(symbol)


async def main():
    task = asyncio.create_task(quote("SAP"), name="quote")
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.sleep(0.5)
    print("READY", flush=True)
    await task


asyncio.run(main())
