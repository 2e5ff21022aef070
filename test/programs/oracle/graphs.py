"""
Makes a random graph of tasks for each seed that comes in a line of stdin, prints its own view of them as a line of
JSON, and then stands still (it blocks on stdin) until the next line, so that an outside view has to be the same.
"""
import asyncio
import json
import os
import random
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from own_view import all_tasks, view_of  # noqa: E402
from shapes import Graph, sleeping  # noqa: E402

ROOTS = 12
SETTLING_STEPS = 8
ENDING_STEPS = 200


class OwnTask(asyncio.Task):
    """A subclass, with an attribute of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.extra = "own"


def other_loop(ready, loops):
    """A second loop in a thread of its own."""

    async def main():
        loops.append(asyncio.get_running_loop())
        rng = random.Random(7)
        graph = Graph(rng)
        for _ in range(4):
            graph.task(graph.below(2))
        await asyncio.sleep(0.05)
        ready.set()
        await asyncio.sleep(10_000)

    asyncio.run(main())


def make_roots(graph):
    rng = graph.rng
    for number in range(ROOTS):
        coro = graph.below(rng.randint(0, 4))
        kind = rng.random()
        if kind < 0.1:
            graph.tasks.append(OwnTask(coro, loop=graph.loop))
        elif kind < 0.2:
            graph.tasks.append(asyncio.tasks._PyTask(coro, loop=graph.loop))
        elif kind < 0.3 and sys.version_info >= (3, 12):
            graph.tasks.append(asyncio.Task(coro, loop=graph.loop, eager_start=True))
        else:
            graph.task(coro, rng.choice([None, f"root-{number}", "naïve", "任務", "🐍 snake"]))


def disturb(graph):
    """Cancels some tasks, completes what some wait for, and makes some that cannot start any more before the look."""
    rng = graph.rng
    alive = [task for task in graph.tasks if not task.done()]
    for task in rng.sample(alive, len(alive) // 3):
        for _ in range(rng.randint(1, 3)):
            task.cancel()
    for future in graph.kept:
        if isinstance(future, asyncio.Future) and not future.done() and rng.random() < 0.3:
            future.set_result(None)
    if rng.random() < 0.5:
        unstarted = graph.task(sleeping(graph, 0), "not started")
        if rng.random() < 0.5:
            unstarted.cancel()


async def end(graph):
    graph.ending = True
    for _ in range(ENDING_STEPS):
        alive = [task for task in graph.tasks if not task.done()]
        if not alive:
            break
        for task in alive:
            task.cancel()
        await asyncio.sleep(0)
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


async def one_graph(seed, loops):
    graph = Graph(random.Random(seed))
    make_roots(graph)
    for _ in range(SETTLING_STEPS):
        await asyncio.sleep(0)
    disturb(graph)
    if graph.rng.random() < 0.5:
        await asyncio.sleep(0)
        disturb(graph)
    tasks = [view_of(task) for loop in loops for task in all_tasks(loop)]
    print(json.dumps({"seed": seed, "tasks": tasks}), flush=True)
    line = sys.stdin.readline()
    await end(graph)
    return line


async def main():
    ready, loops = threading.Event(), [asyncio.get_running_loop()]
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    threading.Thread(target=other_loop, args=(ready, loops), daemon=True).start()
    ready.wait()
    print("READY", flush=True)
    line = sys.stdin.readline()
    while line.strip():
        line = await one_graph(int(line), loops)


if "--uvloop" in sys.argv:
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
asyncio.run(main())
os._exit(0)
