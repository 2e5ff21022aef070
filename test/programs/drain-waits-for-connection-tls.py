# The handler closes its connection and waits for the end of TLS, which takes the peer's word: the peer says nothing.
# From 3.11 on asyncio itself goes on after 30 seconds, longer than the grace period.
# cause: drain-waits-for-connection
# culprit: serve
# kind: task
# says: ssl_shutdown_timeout
# innocent: main
import asyncio
import os
import signal
import socket
import ssl
import subprocess
import tempfile
import threading


def contexts():
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = os.path.join(folder, "key"), os.path.join(folder, "certificate")
        words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost"
        command = ["openssl", *words.split(), "-keyout", key, "-out", certificate]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(certificate, key)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    return server, client


def be_silent(context, address, connected):
    connection = context.wrap_socket(socket.create_connection(address))
    connection.send(b"hello\n")
    connection.recv(100)
    connected()
    threading.Event().wait()


async def serve(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line)
    finally:
        writer.close()
        await writer.wait_closed()  #< frame


async def main():
    loop = asyncio.get_running_loop()
    stop, connected = asyncio.Event(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    of_server, of_client = contexts()
    handlers = []

    async def handle(reader, writer):
        handlers.append(asyncio.current_task())
        await serve(reader, writer)

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=of_server)
    address = server.sockets[0].getsockname()
    told = lambda: loop.call_soon_threadsafe(connected.set)
    threading.Thread(target=be_silent, args=(of_client, address, told), daemon=True).start()
    await connected.wait()
    print("READY", flush=True)
    await stop.wait()
    server.close()
    for handler in handlers:
        handler.cancel()
    await asyncio.wait(handlers)


asyncio.run(main())
