# grpc.aio: stop() gives its handlers a minute, which is longer than the grace.
# cause: drain-longer-than-grace
# culprit: subscribe | main
# kind: task
# sets: current
import asyncio
import signal

import grpc
import grpc.aio


async def subscribe(request, context):
    print("READY", flush=True)
    await asyncio.Event().wait()  #< frame
    return b""


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
    await server.stop(60)  #< frame
    call.cancel()


asyncio.run(main())
