# python-telegram-bot: Application.stop waits for a task that was given to create_task, and tells it nothing.
# cause: cancel-never-requested
# culprit: watch_prices
# kind: task
# sets: further
import asyncio
import http.server
import json
import threading
import time

from telegram.ext import Application


class Api(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        method = self.path.rsplit("/", 1)[-1]
        if method == "getUpdates":
            time.sleep(0.3)
        bot = {"id": 1, "is_bot": True, "first_name": "b", "username": "b"}
        result = {"getMe": bot, "getUpdates": []}.get(method, True)
        body = json.dumps({"ok": True, "result": result}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()


async def watch_prices(application):
    while True:
        await asyncio.sleep(60)  #< frame


async def started(application):
    asyncio.get_running_loop().call_later(0.5, lambda: application.create_task(watch_prices(application)))
    asyncio.get_running_loop().call_later(1, lambda: print("READY", flush=True))


base = f"http://127.0.0.1:{server.server_address[1]}/bot"
app = Application.builder().token("1:a").base_url(base).post_init(started).build()
app.run_polling()
