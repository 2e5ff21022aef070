"""Prints, as JSON, the outline of each Python file in the folders given: its statements as Python's own parser has them."""
import ast
import json
import os
import sys


def block(statements, lines):
    return [outline(one, lines) for one in statements]


def first_line(node):
    return min([node.lineno] + [one.lineno for one in getattr(node, 'decorator_list', [])])


def outline(node, lines):
    kind = type(node).__name__
    span = [first_line(node), node.end_lineno]
    if kind in ('FunctionDef', 'AsyncFunctionDef', 'ClassDef'):
        return ['definition', *span, block(node.body, lines)]
    if kind == 'If':
        arms = [block(node.body, lines)]
        rest = node.orelse
        while len(rest) == 1 and isinstance(rest[0], ast.If) and is_elif(rest[0], lines):
            arms.append(block(rest[0].body, lines))
            rest = rest[0].orelse
        return ['if', *span, *arms, *([block(rest, lines)] if rest else [])]
    if kind in ('For', 'AsyncFor', 'While'):
        return ['loop', *span, block(node.body, lines), block(node.orelse, lines)]
    if kind in ('Try', 'TryStar'):
        handlers = [[one.lineno, types(one.type), block(one.body, lines)] for one in node.handlers]
        return ['try', *span, block(node.body, lines), handlers, block(node.orelse, lines), block(node.finalbody, lines)]
    if kind in ('With', 'AsyncWith'):
        return ['with', *span, len(node.items), block(node.body, lines)]
    if kind == 'Match':
        return ['match', *span, *[block(one.body, lines) for one in node.cases]]
    return [{'Return': 'return', 'Break': 'break', 'Continue': 'continue', 'Raise': 'raise'}.get(kind, 'simple'), *span]


def is_elif(node, lines):
    return lines[node.lineno - 1].encode()[node.col_offset :].startswith(b'elif')


def types(node):
    if node is None:
        return 0
    return len(node.elts) if isinstance(node, ast.Tuple) else 1


outlines = {}
for folder in sys.argv[1:]:
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith('.py') and os.path.exists(path):
            with open(path, encoding='utf-8') as file:
                text = file.read()
            outlines[path] = block(ast.parse(text).body, text.split('\n'))
json.dump(outlines, sys.stdout)
