"""Prints code objects as CodeFacts, a line of JSON each: of the sources given, or of a library that has just been used."""
import asyncio
import dis
import json
import sys


def dump(code):
    adaptive = getattr(code, '_co_code_adaptive', code.co_code)
    waits = []
    line = code.co_firstlineno
    starts = {offset: line for offset, line in dis.findlinestarts(code) if line}
    for instruction in dis.get_instructions(code):
        line = starts.get(instruction.offset, line)
        if instruction.opname in ('YIELD_VALUE', 'YIELD_FROM'):
            waits.append([instruction.offset, line])
    facts = {
        'codeId': id(code),
        'minor': sys.version_info[1],
        'bytecode': adaptive.hex(),
        'plain': code.co_code.hex(),
        'exceptionTable': getattr(code, 'co_exceptiontable', b'').hex(),
        'names': list(code.co_names),
        'firstLine': code.co_firstlineno,
        'lines': [[offset, line] for offset, line in dis.findlinestarts(code) if line],
        'waits': waits,
    }
    print(json.dumps(facts))


def functions_of(*modules):
    for module in modules:
        for owner in [module, *[one for one in vars(module).values() if isinstance(one, type)]]:
            for value in vars(owner).values():
                if hasattr(value, '__code__') and value.__module__ == module.__name__:
                    yield value


async def work():
    queue = asyncio.Queue()
    for number in range(300):
        await asyncio.sleep(0)
        queue.put_nowait(number)
        await queue.get()
        async with asyncio.Lock():
            await asyncio.wait_for(asyncio.gather(asyncio.sleep(0), return_exceptions=True), 5)


if len(sys.argv) > 1:
    for source in sys.argv[1:]:
        names = {}
        exec(compile(source, 'app.py', 'exec'), names)
        dump(names['work'].__code__)
else:
    asyncio.run(work())
    for _ in range(300):
        json.loads(json.dumps({'a': [1, 2.5, None]}, indent=1))
    import asyncio.base_events
    import asyncio.tasks
    import json.decoder
    import json.encoder

    for function in functions_of(
        asyncio.queues, asyncio.tasks, asyncio.base_events, asyncio.locks, asyncio.selector_events, json.decoder, json.encoder
    ):
        dump(function.__code__)
    dump(work.__code__)
