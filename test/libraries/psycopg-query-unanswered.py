# psycopg up to 3.3.5: a cancelled query waits without a limit for a server that has stopped to answer.
# cause: cleanup-stuck
# culprit: count | main
# kind: task
# grace: 4
# sets: older
import asyncio
import signal

import psycopg
from visitor.fake_postgres import fake_postgres


async def count(connection):
    cursor = await connection.execute("select count(*) from orders")  #< frame
    return await cursor.fetchone()


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    asyncio.get_running_loop().call_later(0.7, lambda: print("READY", flush=True))
    address = f"host=127.0.0.1 port={fake_postgres()} user=app sslmode=disable gssencmode=disable"
    connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
    await count(connection)


asyncio.run(main())
