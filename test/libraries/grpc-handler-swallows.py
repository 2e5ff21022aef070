# grpc.aio: stop() cancels the handlers, and one of them catches that.
# cause: cancel-swallowed
# culprit: subscribe
# kind: task
# sets: current
import asyncio
import signal

import grpc
import grpc.aio


async def subscribe(request, context):
    print("READY", flush=True)
    while True:
        try:
            await asyncio.sleep(0.2)  #< frame
        except BaseException:  #< construct
            pass


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = grpc.aio.server()
    handlers = {"subscribe": grpc.unary_unary_rpc_method_handler(subscribe)}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("news", handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}")
    call = channel.unary_unary("/news/subscribe")(b"")
    await stop.wait()
    await server.stop(0.2)
    call.cancel()


asyncio.run(main())
