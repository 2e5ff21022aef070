import { expect, test } from '@jest/globals';
import { cancellationFlow } from '../../../src/diagnosis/source/cancellation-flow.ts';
import { isEndOfCoroutine } from '../../../src/diagnosis/source/cleanup.ts';
import { marked, told } from './snippet.ts';

const flow = (text: string, minor = 13) => told(cancellationFlow(marked(text), 'CancelledError', minor));

/** Lines of a worker's loop around an await, indented below `while True:` of a coroutine. */
function worker(...lines: string[]): string {
  return [
    'import asyncio',
    'async def work(queue):',
    '    while True:',
    ...lines.map((one) => `        ${one}`),
  ].join('\n');
}

const SWALLOWERS: [string, string, string][] = [
  [
    'a bare except',
    worker('try:', '    await queue.get()  #<', 'except:', '    log()'),
    'goes-on by except@6',
  ],
  [
    'except BaseException',
    worker('try:', '    await queue.get()  #<', 'except BaseException as error:', '    log(error)'),
    'goes-on by except@6',
  ],
  [
    'except CancelledError without raise',
    worker('try:', '    await queue.get()  #<', 'except asyncio.CancelledError:', '    continue'),
    'goes-on by except@6',
  ],
  [
    'CancelledError among others',
    worker('try:', '    await queue.get()  #<', 'except (ValueError, asyncio.CancelledError):', '    pass'),
    'goes-on by except@6',
  ],
  [
    'suppress',
    worker('with contextlib.suppress(asyncio.CancelledError):', '    await queue.get()  #<'),
    'goes-on by suppress@4',
  ],
  [
    'suppress(BaseException)',
    worker('with suppress(BaseException):', '    await queue.get()  #<'),
    'goes-on by suppress@4',
  ],
  [
    'suppress among other items',
    worker('with open(p) as f, suppress(asyncio.CancelledError):', '    await queue.get()  #<'),
    'goes-on by suppress@4',
  ],
  [
    'return in finally',
    worker('try:', '    await queue.get()  #<', 'finally:', '    return'),
    'returns by finally@6',
  ],
  [
    'continue in finally',
    worker('try:', '    await queue.get()  #<', 'finally:', '    continue'),
    'goes-on by finally@6',
  ],
  [
    'a conversion that a retry loop eats',
    worker(
      'try:',
      '    try:',
      '        await queue.get()  #<',
      '    except asyncio.CancelledError as e:',
      '        raise ConnectionError from e',
      'except ConnectionError:',
      '    pass',
    ),
    'goes-on by except@7',
  ],
  [
    'a loop inside the handler',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except asyncio.CancelledError:',
      '    while True:',
      '        await asyncio.sleep(1)',
    ),
    'goes-on by except@6',
  ],
  [
    'a handler that raises on one path only',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except asyncio.CancelledError:',
      '    if self.closing:',
      '        raise',
    ),
    'goes-on by except@6 (likely)',
  ],
  [
    'raise inside a nested try that catches it',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except asyncio.CancelledError:',
      '    try:',
      '        raise',
      '    except BaseException:',
      '        pass',
    ),
    'goes-on by except@6',
  ],
  [
    'raise in a nested function',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except asyncio.CancelledError:',
      '    def fail():',
      '        raise',
      '    later(fail)',
    ),
    'goes-on by except@6',
  ],
  [
    'except*',
    worker('try:', '    await queue.get()  #<', 'except* asyncio.CancelledError:', '    pass'),
    'goes-on by except@6',
  ],
  ['a one-line try', worker('try: await queue.get()  #<', 'except: pass'), 'goes-on by except@5'],
  [
    'types without parentheses',
    worker('try:', '    await queue.get()  #<', 'except OSError, asyncio.CancelledError:', '    pass'),
    'goes-on by except@6',
  ],
  [
    "anyio's name for it",
    worker('try:', '    await queue.get()  #<', 'except anyio.get_cancelled_exc_class():', '    pass'),
    'goes-on by except@6',
  ],
  [
    'a walrus, within an await over lines',
    worker(
      'try:',
      '    if (item := await queue.get(  ',
      '        1)):  #<',
      '        pass',
      'except:',
      '    pass',
    ),
    'goes-on by except@8',
  ],
  [
    'uncertain tuple from elsewhere',
    worker('try:', '    await queue.get()  #<', 'except RETRY:', '    pass'),
    'propagates (likely)',
  ],
];

test.each(SWALLOWERS)('%s: where the cancellation goes', (_name, text, expected) => {
  expect(flow(text)).toBe(expected);
});

const INNOCENTS: [string, string, string][] = [
  [
    'except Exception',
    worker('try:', '    await queue.get()  #<', 'except Exception:', '    log()'),
    'propagates',
  ],
  [
    'except CancelledError: raise first',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except asyncio.CancelledError:',
      '    raise',
      'except BaseException:',
      '    pass',
    ),
    'propagates',
  ],
  [
    'raise of the caught name',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except BaseException as error:',
      '    log(error)',
      '    raise error',
    ),
    'propagates',
  ],
  [
    'raise behind isinstance',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except BaseException as error:',
      '    if isinstance(error, asyncio.CancelledError):',
      '        raise',
      '    log(error)',
    ),
    'propagates',
  ],
  [
    'if not isinstance … else raise',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except BaseException as error:',
      '    if not isinstance(error, (KeyboardInterrupt, asyncio.CancelledError)):',
      '        log(error)',
      '    else:',
      '        raise',
    ),
    'propagates',
  ],
  [
    'both branches raise',
    worker('try:', '    await queue.get()  #<', 'except:', '    if a: raise', '    else: raise'),
    'propagates',
  ],
  [
    'cancelling() tells',
    worker(
      'try:',
      '    await queue.get()  #<',
      'except asyncio.CancelledError:',
      '    if asyncio.current_task().cancelling():',
      '        raise',
    ),
    'propagates',
  ],
  [
    "concurrent.futures' own CancelledError",
    `from concurrent.futures import CancelledError\n${worker('try:', '    await queue.get()  #<', 'except CancelledError:', '    pass')}`,
    'propagates',
  ],
  [
    'finally without a way out',
    worker('try:', '    await queue.get()  #<', 'finally:', '    await close()'),
    'propagates',
  ],
  ['a lock', worker('async with self.lock:', '    await queue.get()  #<'), 'propagates'],
  ['asyncio.timeout', worker('async with asyncio.timeout(3):', '    await queue.get()  #<'), 'propagates'],
  [
    'suppress of something else',
    worker('with contextlib.suppress(ValueError):', '    await queue.get()  #<'),
    'propagates',
  ],
  [
    'sys.exit in the handler',
    worker('try:', '    await queue.get()  #<', 'except BaseException:', '    sys.exit(1)'),
    'converted to SystemExit by except@6',
  ],
  [
    'break ends the loop and the coroutine',
    worker('try:', '    await queue.get()  #<', 'except asyncio.CancelledError:', '    break'),
    'returns by except@6',
  ],
  [
    'a flag that ends the loop',
    'async def work(self):\n    while self.running:\n        try:\n            await self.queue.get()  #<\n        except asyncio.CancelledError:\n            self.running = False',
    'returns by except@5',
  ],
  [
    'an event that ends the loop',
    'async def work(stop):\n    while not stop.is_set():\n        try:\n            await queue.get()  #<\n        except asyncio.CancelledError:\n            stop.set()',
    'returns by except@5',
  ],
  [
    'the last thing a coroutine does',
    'async def work():\n    try:\n        while True:\n            await queue.get()  #<\n    except asyncio.CancelledError:\n        pass',
    'returns by except@5',
  ],
  [
    'a helper of the file that raises',
    'def fail():\n    raise\nasync def work():\n    while True:\n        try:\n            await queue.get()  #<\n        except:\n            fail()',
    'propagates',
  ],
];

test.each(INNOCENTS)('%s: is not taken for a swallower', (_name, text, expected) => {
  expect(flow(text)).toBe(expected);
});

const IMPORTS: [string, string][] = [
  ['from asyncio import CancelledError as CE', 'CE'],
  ['import asyncio as aio', 'aio.CancelledError'],
  ['import asyncio.exceptions', 'asyncio.exceptions.CancelledError'],
  ['from asyncio import exceptions', 'exceptions.CancelledError'],
  ['from asyncio.exceptions import CancelledError', 'CancelledError'],
  ['from .compat import CancelledError', 'CancelledError'],
  ['import asyncio\nERRORS = (OSError, asyncio.CancelledError)', 'ERRORS'],
  ['import asyncio\nLOST = asyncio.CancelledError\nERRORS = (OSError, LOST)', 'ERRORS'],
  ['import asyncio\nclass Halt(asyncio.CancelledError): pass\nBOTH = (Halt, BaseException)', 'BOTH'],
];

test.each(IMPORTS)('%s: %s catches a CancelledError', (preamble, type) => {
  const text = `${preamble}\nasync def work():\n  while 1:\n    try:\n      await x()  #<\n    except ${type}:\n      pass`;
  expect(flow(text)).toMatch(/^goes-on by except/);
});

test('on 3.7 except Exception swallows it', () => {
  expect(flow(worker('try:', '    await q.get()  #<', 'except Exception:', '    pass'), 7)).toBe(
    'goes-on by except@6',
  );
});

test('suppress looks into groups from 3.12 on', () => {
  const text = worker(
    'with suppress(asyncio.CancelledError):',
    '    try:',
    '        await q.get()  #<',
    '    except* asyncio.CancelledError:',
    '        raise',
  );
  expect(flow(text, 11)).toBe('converted to BaseExceptionGroup by except@7');
  expect(flow(text, 12)).toMatch(/^goes-on/);
});

const MANAGERS: [string, string, string][] = [
  [
    'class Guard:\n  async def __aexit__(self, *a):\n    return True',
    'async with Guard():',
    'goes-on by with@6',
  ],
  ['class Guard:\n  async def __aexit__(self, *a):\n    await close()', 'async with Guard():', 'propagates'],
  [
    'class Guard:\n  def __exit__(self, kind, e, tb):\n    return kind is asyncio.CancelledError',
    'with Guard():',
    'goes-on by with@6',
  ],
  [
    'class Guard:\n  def __exit__(self, kind, e, tb):\n    return isinstance(e, Exception)',
    'with Guard():',
    'propagates',
  ],
  [
    '@contextlib.asynccontextmanager\nasync def guard():\n  try:\n    yield\n  except BaseException:\n    log()',
    'async with guard():',
    'goes-on by with@9',
  ],
  [
    '@asynccontextmanager\nasync def guard():\n  try:\n    yield\n  finally:\n    await close()',
    'async with guard():',
    'propagates',
  ],
  ['from elsewhere import guard', 'async with guard():', 'propagates (likely)'],
];

test.each(MANAGERS)('the file tells what its own context manager does: %s', (preamble, header, expected) => {
  const text = `${preamble}\nasync def work():\n  while True:\n    ${header}\n      await x()  #<`;
  expect(flow(text)).toBe(expected);
});

test('an exit stack does what was entered into it', () => {
  const text = worker(
    'async with AsyncExitStack() as stack:',
    '    stack.enter_context(suppress(asyncio.CancelledError))',
    '    await queue.get()  #<',
  );
  expect(flow(text)).toBe('goes-on by suppress@4'.replace('suppress', 'with'));
});

test('the loop, the line and the statement by which it goes on are told', () => {
  const step = cancellationFlow(marked(SWALLOWERS[2]?.[1] ?? ''), 'CancelledError', 13);
  expect(step).toMatchObject({
    kind: 'swallowed',
    next: 'goes-on',
    line: 5,
    loop: { line: 3, text: 'while True:' },
    statement: { text: 'continue', line: 7 },
    how: 'catches CancelledError, and `continue` goes on with the loop',
    construct: { kind: 'except', text: 'except asyncio.CancelledError:', file: '/srv/app.py', line: 6 },
  });
});

test('waits of a handler before it decides are told', () => {
  const step = cancellationFlow(
    marked(
      worker(
        'try:',
        '    await q.get()  #<',
        'except asyncio.CancelledError:',
        '    await close()',
        '    raise',
      ),
    ),
    'CancelledError',
    13,
  );
  expect(told(step)).toBe('propagates');
  expect(step.cleanupWaits).toEqual([7]);
});

test('a coroutine that ends with the swallowing is told from one that goes on', () => {
  expect(isEndOfCoroutine(marked(INNOCENTS[16]?.[1] ?? ''), 13)).toBe(true);
  expect(isEndOfCoroutine(marked(SWALLOWERS[0]?.[1] ?? ''), 13)).toBe(false);
});

test('another exception goes its own way', () => {
  const text = worker('try:', '    await q.get()  #<', 'except (ValueError, KeyError):', '    pass');
  expect(told(cancellationFlow(marked(text), { other: ['KeyError'] }, 13))).toBe('goes-on by except@6');
  expect(told(cancellationFlow(marked(text), { other: ['OSError'] }, 13))).toBe('propagates');
});

test.each([
  ['by its own name', 'from .queue import QueueError', 'QueueError', []],
  ['by the name of its module', 'from service import queue', 'queue.QueueError', []],
  [
    'by a class from which the other file makes it',
    'from .errors import ServiceError',
    'ServiceError',
    ['ServiceError'],
  ],
])('an exception of another file of the service is caught %s', (_, imports, caught, above) => {
  const text = `
    ${imports}
    async def f(queue):
        while True:
            try:
                await queue.pop()  #<
            except ${caught}:
                await asyncio.sleep(1)
    `;
  const step = cancellationFlow(marked(text), { other: ['QueueError'], above }, 13);
  expect(told(step)).toBe('goes-on by except@7');
  expect(step.certain).toBe(true);
});

test('a class of another file that is called like one of Python is not taken for it', () => {
  const text = `
    from redis.exceptions import ConnectionError
    async def f(queue):
        while True:
            try:
                await queue.pop()  #<
            except ConnectionError:
                await asyncio.sleep(1)
    `;
  expect(told(cancellationFlow(marked(text), { other: ['ConnectionRefusedError'] }, 13))).not.toBe(
    'goes-on by except@7',
  );
});
