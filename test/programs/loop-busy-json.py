# Work in many small calls: the loop is never given a turn, whatever function is on top.
# cause: loop-busy
# culprit: rebuild | tokens | Index.add
# kind: task
# innocent: main
import asyncio
import json
import signal


class Index:
    def __init__(self):
        self.words = {}

    def add(self, word, number):
        self.words[word] = number  #< frame construct?


def tokens(text):
    for word in json.loads(json.dumps(text)).split():  #< frame construct?
        yield word  #< frame construct?


async def rebuild(index):
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    number = 0  #< frame
    while True:  #< frame construct?
        number += 1  #< frame construct?
        for word in tokens("the quick brown fox %d" % number):  #< frame construct?
            index.add(word, number)  #< frame construct?
        index.words.pop(str(number), None)  #< frame construct?


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    await asyncio.create_task(rebuild(Index()), name="rebuild-index")


asyncio.run(main())
