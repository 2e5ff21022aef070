"""What Python itself says of its tasks: the truth that the outside view is compared with."""
import asyncio
import gc
import sys


def all_tasks(loop):
    """asyncio.all_tasks of a loop, which may run in another thread."""
    # From 3.14 on, asyncio.all_tasks does not see tasks that are not of the C type.
    of_python = getattr(asyncio.tasks, "_py_all_tasks", asyncio.all_tasks)
    for _ in range(1000):
        try:
            return asyncio.all_tasks(loop) | of_python(loop)
        except RuntimeError:
            continue
    return set()


def view_of(task):
    coro = task.get_coro()
    waiter = task._fut_waiter
    return {
        "id": hex(id(task)),
        "name": task.get_name(),
        "type": type(task).__name__,
        "stack": [frame_view(link) for link in chain(coro)],
        "running": getattr(coro, "cr_running", False),
        "cancelRequests": task.cancelling() if sys.version_info >= (3, 11) else None,
        "mustCancel": bool(task._must_cancel),
        "waiter": None if waiter is None else hex(id(waiter)),
        "waiterState": None if waiter is None else waiter._state.lower(),
    }


def frame_view(link):
    """[qualified name, line, byte offset of the last instruction]"""
    frame = frame_of(link)
    return [link.__qualname__, frame.f_lineno, frame.f_lasti]


def frame_of(link):
    for name in ("cr_frame", "gi_frame", "ag_frame"):
        frame = getattr(link, name, None)
        if frame is not None:
            return frame
    return None


def chain(link):
    """Coroutines and generators from the outermost to the innermost, as cr_await and its like lead."""
    while link is not None:
        if frame_of(link) is not None:
            yield link
            link = awaited(link)
        else:
            link = behind(link)


def awaited(link):
    for name in ("cr_await", "gi_yieldfrom", "ag_await"):
        if hasattr(link, name):
            return getattr(link, name)
    return None


WRAPPERS = ("coroutine_wrapper", "async_generator_asend", "async_generator_athrow", "anext_awaitable")


def behind(link):
    """These have no attribute for what they wrap: the garbage collector knows it."""
    if type(link).__name__ not in WRAPPERS:
        return None
    for other in gc.get_referents(link):
        if frame_of(other) is not None or type(other).__name__ in WRAPPERS:
            return other
    return None
