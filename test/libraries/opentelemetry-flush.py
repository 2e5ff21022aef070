# OpenTelemetry: the spans of the last seconds are sent at exit, and the collector does not answer.
# cause: atexit-stuck
# kind: atexit
# innocent: main
# sets: further
import asyncio
import signal
import socket

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

silent = socket.create_server(("127.0.0.1", 0))
provider = TracerProvider()
exporter = OTLPSpanExporter(f"http://127.0.0.1:{silent.getsockname()[1]}/v1/traces", timeout=60)
provider.add_span_processor(BatchSpanProcessor(exporter))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("app")


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with tracer.start_as_current_span("started"):
        await asyncio.sleep(0.3)
    print("READY", flush=True)
    await stop.wait()


asyncio.run(main())
