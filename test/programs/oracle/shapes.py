"""Coroutines of every shape a task can be suspended in. A shape takes the graph and a depth, and never ends by itself."""
import asyncio
import sys
import types

NEW_GROUPS = sys.version_info >= (3, 11)


class Graph:
    """One random graph: what the shapes share, and how they end."""

    def __init__(self, rng):
        self.rng = rng
        self.loop = asyncio.get_running_loop()
        self.ending = False
        self.tasks = []
        self.kept = []

    def below(self, depth):
        """A coroutine for the next level: a leaf when it is deep enough."""
        shapes = LEAVES if depth <= 0 else LEAVES + BRANCHES
        return self.rng.choice(shapes)(self, depth - 1)

    def task(self, coro, name=None):
        task = self.loop.create_task(coro)
        if name is not None:
            task.set_name(name)
        self.tasks.append(task)
        return task

    def future(self):
        future = self.loop.create_future()
        self.kept.append(future)
        return future


# Leaves: the chain ends in a future.
async def sleeping(graph, depth):
    await asyncio.sleep(10_000)


async def on_event(graph, depth):
    await asyncio.Event().wait()


async def on_lock(graph, depth):
    lock = asyncio.Lock()
    await lock.acquire()
    async with lock:
        pass


async def on_semaphore(graph, depth):
    semaphore = asyncio.Semaphore(0)
    await semaphore.acquire()


async def on_condition(graph, depth):
    condition = asyncio.Condition()
    async with condition:
        await condition.wait()


async def on_get(graph, depth):
    await asyncio.Queue().get()


async def on_put(graph, depth):
    queue = asyncio.PriorityQueue(1)
    await queue.put(1)
    await queue.put(2)


async def on_future(graph, depth):
    future = graph.future()
    await future


async def on_python_future(graph, depth):
    future = asyncio.futures._PyFuture(loop=graph.loop)
    graph.kept.append(future)
    await future


async def on_thread(graph, depth):
    # A future that no thread completes, wrapped as run_in_executor does.
    import concurrent.futures

    await asyncio.wrap_future(concurrent.futures.Future())


async def swallowing(graph, depth):
    event = asyncio.Event()
    while not graph.ending:
        try:
            await event.wait()
        except asyncio.CancelledError:
            if graph.ending:
                raise


async def cleaning_up(graph, depth):
    try:
        await asyncio.sleep(10_000)
    finally:
        event = asyncio.Event()
        while not graph.ending:
            try:
                await event.wait()
            except asyncio.CancelledError:
                pass


# Branches: a frame, or several, above another shape.
async def plain(graph, depth):
    await graph.below(depth)


async def deep(graph, depth):
    async def down(levels):
        if levels == 0:
            await graph.below(0)
        else:
            await down(levels - 1)

    await down(graph.rng.choice([3, 20, 120]))


class Awaitable:
    def __init__(self, graph, depth):
        self.graph, self.depth = graph, depth

    def __await__(self):
        result = yield from self.graph.below(self.depth).__await__()
        return result


async def by_awaitable(graph, depth):
    await Awaitable(graph, depth)


class Returning:
    """As many libraries do: gives another's iterator away."""

    def __init__(self, coro):
        self.coro = coro

    def __await__(self):
        return self.coro.__await__()


async def by_returned_iterator(graph, depth):
    await Returning(graph.below(depth))


@types.coroutine
def generator_based(graph, depth):
    return (yield from graph.below(depth))


async def by_generator(graph, depth):
    await generator_based(graph, depth)


async def numbers(graph, depth):
    yield 1
    await graph.below(depth)
    yield 2


async def over_generator(graph, depth):
    async for _ in numbers(graph, depth):
        pass


async def over_comprehension(graph, depth):
    return [number async for number in numbers(graph, depth)]


async def finalised(graph, depth):
    try:
        yield 1
    finally:
        await graph.below(depth)


async def closing_generator(graph, depth):
    generator = finalised(graph, depth)
    await generator.__anext__()
    graph.kept.append(generator)
    await generator.aclose()


async def throwing_generator(graph, depth):
    generator = finalised(graph, depth)
    await generator.__anext__()
    graph.kept.append(generator)
    await generator.athrow(ValueError("thrown"))


async def by_anext(graph, depth):
    generator = numbers(graph, depth)
    graph.kept.append(generator)
    await generator.__anext__()
    if sys.version_info >= (3, 10):
        await anext(generator, None)
    else:
        await generator.__anext__()


class Context:
    def __init__(self, graph, depth):
        self.graph, self.depth = graph, depth

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.graph.below(self.depth)


async def leaving_context(graph, depth):
    async with Context(graph, depth):
        await asyncio.sleep(0)


async def handling(graph, depth):
    try:
        raise KeyError("κλειδί")
    except KeyError:
        await graph.below(depth)


async def gathering(graph, depth):
    await asyncio.gather(*(graph.below(depth) for _ in range(graph.rng.randint(1, 3))))


async def gathering_with_exceptions(graph, depth):
    await asyncio.gather(graph.below(depth), graph.below(depth), return_exceptions=True)


async def shielding(graph, depth):
    await asyncio.shield(graph.task(graph.below(depth), "geschützt"))


async def with_limit(graph, depth):
    await asyncio.wait_for(graph.below(depth), 10_000)


async def waiting(graph, depth):
    await asyncio.wait([graph.task(graph.below(depth)) for _ in range(2)])


async def on_task(graph, depth):
    await graph.task(graph.below(depth), "ждёт-🐍")


async def in_group(graph, depth):
    async with asyncio.TaskGroup() as group:
        for number in range(graph.rng.randint(1, 3)):
            group.create_task(graph.below(depth), name=f"group-{number}")


async def in_timeout(graph, depth):
    async with asyncio.timeout(10_000):
        await graph.below(depth)


LEAVES = [
    sleeping,
    on_event,
    on_lock,
    on_semaphore,
    on_condition,
    on_get,
    on_put,
    on_future,
    on_python_future,
    on_thread,
    swallowing,
    cleaning_up,
]
BRANCHES = [
    plain,
    deep,
    by_awaitable,
    by_returned_iterator,
    by_generator,
    over_generator,
    over_comprehension,
    closing_generator,
    throwing_generator,
    by_anext,
    leaving_context,
    handling,
    gathering,
    gathering_with_exceptions,
    shielding,
    with_limit,
    waiting,
    on_task,
]
if NEW_GROUPS:
    BRANCHES += [in_group, in_timeout]
