# aiokafka without a broker: start() is tried again whatever happens.
# cause: cancel-swallowed
# culprit: consume
# task: consumer
# innocent: main
# sets: current
import asyncio
import logging
import signal

from aiokafka import AIOKafkaConsumer
from visitor import free_port

logging.disable()


async def consume(port):
    while True:
        consumer = AIOKafkaConsumer("orders", bootstrap_servers=f"127.0.0.1:{port}")
        try:
            await consumer.start()
            async for message in consumer:
                print(message)
        except BaseException:  #< construct
            await consumer.stop()
        try:
            await asyncio.sleep(0.5)  #< frame
        except:  #< construct
            pass


async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    consumer = asyncio.create_task(consume(free_port()), name="consumer")
    await asyncio.sleep(0.7)
    print("READY", flush=True)
    await stop.wait()
    consumer.cancel()
    await asyncio.wait([consumer])


asyncio.run(main())
