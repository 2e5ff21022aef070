"""Runs coroutines by hand: cancels each at one of its waits, and tells where it waits next, or how it ended."""
import asyncio
import importlib
import json
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
MOST_TICKS = 60
MOST_WAITS = 40


class Case:
    def __init__(self):
        self.random = random.Random(0)
        self.ticks = 0
        self.cancelled = False
        self.report = None


case = Case()


def cond():
    return case.random.random() < 0.5


def tick():
    case.ticks += 1
    if case.ticks > MOST_TICKS:
        case.report('endless', 0)
        os._exit(0)


class mark:
    """Waits once; truthy or not by chance. Says whether an exception is in hand where it waits."""

    def __init__(self, *args):
        pass

    def __await__(self):
        yield sys.exc_info()[1] is not None
        return cond()


async def call(function):
    """After the cancellation a call just waits once: what it would do is another question."""
    if case.cancelled:
        return await mark()
    return await function()


async def marks(count):
    for item in range(count):
        await mark()
        yield item


def chain(coroutine):
    """Name, line and instruction of each coroutine that waits for the next, outermost first."""
    frames = []
    while getattr(coroutine, 'cr_frame', None) is not None:
        if coroutine.cr_code.co_name != 'call':
            frame = coroutine.cr_frame
            frames.append([coroutine.cr_code.co_name, frame.f_lineno, frame.f_lasti])
        coroutine = coroutine.cr_await
    return frames


def run(function, seed, waits, report):
    """Cancels at the wait number `waits`; None when it ends before."""
    case.random = random.Random(seed)
    case.ticks = 0
    case.cancelled = False
    landed = None
    at = -1
    frames = []

    def tell(end, line):
        if landed is not None:
            report(
                {
                    'name': function.__name__,
                    'frames': frames,
                    'landed': landed,
                    'instruction': at,
                    'end': end,
                    'line': line,
                    'seed': seed,
                }
            )

    case.report = tell
    coroutine = function()
    try:
        for _ in range(waits):
            coroutine.send(None)
        coroutine.send(None)
        if coroutine.cr_frame is None:
            return
        landed = coroutine.cr_frame.f_lineno
        at = coroutine.cr_frame.f_lasti
        frames = chain(coroutine)
        # Only ticks after the cancellation count.
        case.ticks = 0
        case.cancelled = True
        held = coroutine.throw(asyncio.CancelledError())
        for _ in range(MOST_WAITS):
            if not held:
                tell('waits', coroutine.cr_frame.f_lineno)
                return
            held = coroutine.send(None)
        tell('endless', coroutine.cr_frame.f_lineno)
    except StopIteration:
        tell('returns', 0)
    except BaseException as error:
        tell('raises ' + type(error).__name__, 0)
    finally:
        case.report = lambda *args: None
        try:
            coroutine.close()
        except BaseException:
            pass


def main():
    sys.modules['harness'] = sys.modules['__main__']
    sys.path.insert(0, os.path.dirname(sys.argv[1]))
    module = importlib.import_module(os.path.basename(sys.argv[1])[:-3])
    functions = [getattr(module, name) for name in sorted(vars(module)) if name.startswith('job')]
    cases = [(function, seed, waits) for function in functions for waits in range(4) for seed in range(4)]
    at = 0
    while at < len(cases):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            out = os.fdopen(write, 'w', buffering=1)
            for index in range(at, len(cases)):
                out.write(json.dumps({'at': index}) + '\n')
                run(*cases[index], lambda fact: out.write(json.dumps(fact) + '\n'))
            out.flush()
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as lines:
            for line in lines:
                fact = json.loads(line)
                if 'at' in fact:
                    at = fact['at'] + 1
                else:
                    print(line, end='')
        os.waitpid(child, 0)


if __name__ == '__main__':
    import warnings

    warnings.simplefilter('ignore')
    main()
