"""Objects of every kind that Straggler reads, in the globals of this program, and what they hold as a line of JSON."""
import asyncio
import collections
import functools
import json
import queue
import sys
import weakref


class Plain:
    kind = "of the class"

    def __init__(self, **attributes):
        for name, value in attributes.items():
            setattr(self, name, value)

    def method(self):
        return self

    def __call__(self):
        return self


class Child(Plain):
    def other(self):
        return self


class Slotted:
    __slots__ = ("left", "right", "empty")

    def __init__(self):
        self.left, self.right = "links", "rechts"


class SlottedChild(Slotted):
    """Slots of the base, and a dict of its own."""

    def __init__(self):
        super().__init__()
        self.own = "eigen"


class OwnTuple(tuple):
    pass


class OwnInt(int):
    pass


class OwnError(RuntimeError):
    pass


class OwnStr(str):
    pass


def with_attributes(thing, **attributes):
    for name, value in attributes.items():
        setattr(thing, name, value)
    return thing


def outer(captured, also):
    def inner(argument):
        return captured, also, argument

    return inner


def many(count):
    return Plain(**{f"attribute_{number}": str(number) for number in range(count)})


def without(thing, *names):
    for name in names:
        delattr(thing, name)
    return thing


def materialised(thing):
    thing.__dict__["added"] = "later"
    return thing


def deleted(mapping, *keys):
    for key in keys:
        del mapping[key]
    return mapping


def rotated(length):
    items = collections.deque(range(length))
    for number in range(100):
        items.append(number)
        items.popleft()
    return items


strings = {
    "ascii": "plain",
    "empty": "",
    "latin": "Straße",
    "two": "任務 ждёт",
    "four": "🐍 snake",
    "own": OwnStr("sub"),
    "long": "x" * 150,
    "surrogate": "\udc80 lone",
}
numbers = [0, 1, -1, 2**30 - 1, 2**30, -(2**31), 2**45, -(2**52), 255, 256, OwnInt(12345)]
floats = [0.0, -1.5, 3.25, 1e300]
booleans = [True, False]
sequences = {
    "list": ["a", "b", "c"],
    "tuple": ("a", "b"),
    "own": OwnTuple(("x", "y", "z")),
    "deque": collections.deque(["d", "e"]),
    "empty": [],
}
deques = {"small": collections.deque(range(5)), "large": collections.deque(range(300)), "rotated": rotated(70)}


def advanced(iterator, by):
    for _ in range(by):
        next(iterator)
    return iterator


over = {name: number for number, name in enumerate("abcdefgh")}
iterators = {
    "list": advanced(iter(list(over)), 3),
    "tuple": advanced(iter(tuple(over)), 3),
    "range": advanced(iter(range(8)), 3),
    "keys": advanced(iter(over), 3),
    "values": advanced(iter(over.values()), 3),
    "items": advanced(iter(over.items()), 3),
    "set": advanced(iter(set(over)), 3),
    "enumerate": advanced(enumerate(list(over)), 3),
    "reversed": advanced(reversed(list(over)), 3),
    "deque": advanced(iter(collections.deque(over)), 3),
    "new": iter(list(over)),
    "at its end": advanced(iter(list(over)), 8),
}
simple_queues = {"empty": queue.SimpleQueue(), "used": queue.SimpleQueue()}
for job in range(20):
    simple_queues["used"].put(job)
advanced(iter(simple_queues["used"].get, None), 7)
sets = {
    "small": {"a", "b"},
    "frozen": frozenset(["x", "y", "z"]),
    "large": {str(number) for number in range(1000)},
    "after": {str(number) for number in range(20)} - {str(number) for number in range(15)},
    "popped": set(str(number) for number in range(40)),
}
for number in range(35):
    sets["popped"].discard(str(number))
dicts = {
    "small": {"a": "1", "b": "2"},
    "mixed": {"a": "1", 2: "2"},
    "large": {f"key {number}": str(number) for number in range(400)},
    "huge": {f"key {number}": str(number) for number in range(70_000)},
    "holes": deleted({f"key {number}": str(number) for number in range(10)}, "key 0", "key 5", "key 9"),
    "empty": {},
    "ordered": collections.OrderedDict([("first", "1"), ("second", "2")]),
}
instances = {
    "plain": Plain(one="1", two="2"),
    "child": Child(three="3", one="1"),
    "fewer": without(Plain(one="1", two="2"), "one"),
    "many": many(60),
    "materialised": materialised(Plain(one="1")),
    "slotted": Slotted(),
    "slotted child": SlottedChild(),
    "tuple": with_attributes(OwnTuple((1, 2, 3)), note="on a tuple"),
    "int": with_attributes(OwnInt(2**70), note="on an int"),
    "error": with_attributes(OwnError("bad"), note="on an error"),
    "namespace": __import__("types").SimpleNamespace(a="1", b="2"),
    "function": with_attributes(lambda: None, note="on a function"),
}
# Attributes in another order than those of the class's other instances.
for number in range(3):
    instances[f"order {number}"] = Plain(**{f"x{(number + step) % 3}": str(step) for step in range(3)})
kept = [Plain(name=f"kept {number}") for number in range(10)]
weak_set = weakref.WeakSet(kept)
del kept[:4]
weak = weakref.ref(kept[0])
dead = weakref.ref(Plain())
callables = {
    "function": outer,
    "closure": outer(1, "α"),
    "bound": instances["child"].other,
    "inherited": instances["child"].method,
    "builtin": [].append,
    "partial": functools.partial(outer, "first"),
    "nested partial": functools.partial(functools.partial(instances["plain"].method)),
    "class": Plain,
    "instance": instances["plain"],
}


def attributes_of(thing):
    found = dict(getattr(thing, "__dict__", {}))
    for name in ("left", "right"):
        if hasattr(thing, name):
            found[name] = getattr(thing, name)
    return {name: value for name, value in found.items() if isinstance(value, str)}


def self_of(thing):
    if hasattr(thing, "func"):
        return self_of(thing.func)
    if isinstance(thing, Plain):
        return hex(id(thing))
    return hex(id(thing.__self__)) if hasattr(thing, "__self__") else None


def name_of(thing):
    if hasattr(thing, "func"):
        return name_of(thing.func)
    if isinstance(thing, Plain):
        return "Plain.__call__"
    return thing.__name__ if not hasattr(thing, "__code__") and isinstance(thing, type(len)) else thing.__qualname__


expected = {
    "strings": {name: text for name, text in strings.items() if name != "surrogate"},
    "numbers": numbers,
    "floats": floats,
    "booleans": booleans,
    "sequences": {name: list(items) for name, items in sequences.items()},
    "deques": {name: list(items) for name, items in deques.items()},
    "sets": {name: sorted(members) for name, members in sets.items()},
    "dicts": {name: [[str(key), value] for key, value in mapping.items()] for name, mapping in dicts.items()},
    "instances": {name: attributes_of(thing) for name, thing in instances.items()},
    "weakSet": sorted(hex(id(thing)) for thing in weak_set),
    "weak": hex(id(kept[0])),
    "lineage": [base.__name__ for base in Child.__mro__],
    "callables": {name: [name_of(thing), self_of(thing)] for name, thing in callables.items()},
    "classAttribute": Plain.kind,
    "asyncioFile": asyncio.__file__,
}
print(json.dumps(expected), flush=True)
sys.stdin.readline()
