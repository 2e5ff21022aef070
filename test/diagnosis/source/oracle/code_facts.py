"""Prints the CodeFacts of the functions of a module, a line of JSON each, and the instruction at which each line waits."""
import dis
import importlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.dirname(sys.argv[1]))
import harness  # noqa: E402, F401

module = importlib.import_module(os.path.basename(sys.argv[1])[:-3])
for name in sorted(vars(module)):
    if not name.startswith(('job', 'sub')):
        continue
    code = getattr(module, name).__code__
    facts = {
        'name': name,
        'codeId': id(code),
        'minor': sys.version_info[1],
        'bytecode': getattr(code, '_co_code_adaptive', code.co_code).hex(),
        'exceptionTable': getattr(code, 'co_exceptiontable', b'').hex(),
        'names': list(code.co_names),
        'firstLine': code.co_firstlineno,
        'lines': [[offset, line] for offset, line in dis.findlinestarts(code) if line],
    }
    print(json.dumps(facts))
