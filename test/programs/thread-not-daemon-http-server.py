# A health endpoint: http.server in a thread that is not a daemon, without any frame of the user's.
# cause: thread-not-daemon
# kind: thread
# thread: health-http
# innocent: main
import asyncio
import http.server
import signal
import threading


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, name="health-http").start()
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
