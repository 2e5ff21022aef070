"""Lines of many real code objects as Python tells them, with the tables they come from; and depths of handlers."""
import argparse
import asyncio
import base64
import collections
import dis
import inspect
import json
import sys
import types

MODULES = [asyncio.tasks, asyncio.base_events, asyncio.streams, argparse, inspect, collections, dis]


def codes_in(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from codes_in(constant)


def lines_of(code):
    """[first byte offset, line] in order; line 0 where there is none."""
    if hasattr(code, "co_lines"):
        return [[start, line or 0] for start, _, line in code.co_lines()]
    return [list(pair) for pair in dis.findlinestarts(code)]


def handlers_of(code):
    """[start, end, depth] in bytes."""
    if sys.version_info < (3, 11):
        return []
    return [[entry.start, entry.end, entry.depth] for entry in dis._parse_exception_table(code)]


def text(data):
    return base64.b64encode(data).decode("ascii")


def view_of(code):
    table = code.co_linetable if sys.version_info >= (3, 10) else code.co_lnotab
    return {
        "name": code.co_name,
        "firstLine": code.co_firstlineno,
        "length": len(code.co_code),
        "table": text(table),
        "lines": lines_of(code),
        "exceptionTable": text(getattr(code, "co_exceptiontable", b"")),
        "handlers": handlers_of(code),
    }


found = []
for module in MODULES:
    with open(module.__file__, encoding="utf-8") as file:
        whole = compile(file.read(), module.__file__, "exec")
    found += [view_of(code) for code in codes_in(whole)]
print(json.dumps(found))
