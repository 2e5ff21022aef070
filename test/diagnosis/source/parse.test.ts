import { expect, test } from '@jest/globals';
import { surroundingsOf } from '../../../src/diagnosis/source/parse.ts';
import { marked, surroundingsAt } from './snippet.ts';

const kinds = (text: string) => marked(text).layers.map((layer) => layer.kind);

test('layers come innermost first, up to the border of the function', () => {
  const text = `
class Worker:
    async def run(self):
        while self.running:
            try:
                pass
            except ValueError:
                async with self.lock:
                    try:
                        pass
                    finally:
                        await self.close()  #<
`;
  expect(kinds(text)).toEqual(['finally', 'with', 'handler', 'loop']);
  const { function: facts } = marked(text);
  expect(facts).toMatchObject({
    name: 'run',
    qualifiedName: 'Worker.run',
    isAsync: true,
    parameters: ['self'],
  });
  expect(facts?.loops).toMatchObject([
    { text: 'while self.running:', endless: false, conditionNames: ['self.running'] },
  ]);
});

test('any line of a statement stands for it', () => {
  const text =
    'async def f():\n    try:\n        await call(\n            1,\n            key=2,\n        )\n    except:\n        pass\n';
  for (const line of [3, 4, 5, 6]) {
    const s = surroundingsAt(text, line);
    expect(s.statement).toEqual({
      text: 'await call(1, key=2)'.replace('(1, ', '(1, '),
      span: { fromLine: 3, toLine: 6 },
    });
    expect(s.calls).toMatchObject([
      { callee: 'call', awaited: true, keywords: [{ name: 'key', value: '2' }], line: 3 },
    ]);
    expect(s.layers).toMatchObject([
      { kind: 'try-body', facts: { line: 2, handlers: [{ line: 7, text: 'except:', types: [] }] } },
    ]);
  }
});

test('the parts of a try are told apart', () => {
  const text = (mark: number) =>
    [
      'async def f():',
      '  try:',
      '    a',
      '  except A:',
      '    b',
      '  except (B, c.D) as e:',
      '    c',
      '  else:',
      '    d',
      '  finally:',
      '    e',
      '  f',
    ]
      .map((line, index) => (index === mark - 1 ? `${line}  #<` : line))
      .join('\n');
  expect([3, 5, 7, 9, 11, 12].map((line) => kinds(text(line)).join())).toEqual([
    'try-body',
    'handler',
    'handler',
    'try-else',
    'finally',
    '',
  ]);
  expect(marked(text(7)).layers).toMatchObject([
    { handler: { types: ['B', 'c.D'], text: 'except (B, c.D) as e:', line: 6 } },
  ]);
  // The line of a clause belongs to the clause.
  expect(kinds(text(6))).toEqual(['handler']);
  expect(kinds(text(10))).toEqual(['finally']);
});

test('forms on one line are read', () => {
  expect(kinds('async def f():\n  try: await x  #<\n  except: pass')).toEqual(['try-body']);
  expect(kinds('async def f():\n  while True: await x  #<')).toEqual(['loop']);
  expect(kinds('async def f():\n  async with a: await x  #<')).toEqual(['with']);
  expect(kinds('async def f():\n  try: x; await y; z  #<\n  finally: pass')).toEqual(['try-body']);
});

test('with items in parentheses, over lines, with any target', () => {
  const text = `async def f():
    async with (  # comment
        open(p) as (a, b),
        suppress(asyncio.CancelledError) as self.x,
        lock,
    ):
        await x  #<
`;
  expect(marked(text).layers).toMatchObject([
    {
      kind: 'with',
      items: [
        { callee: 'open', line: 3 },
        {
          callee: 'suppress',
          argumentNames: ['asyncio.CancelledError'],
          line: 4,
          text: 'suppress(asyncio.CancelledError)',
        },
        { callee: 'lock', line: 5, isAsync: true },
      ],
    },
  ]);
});

test('match, except*, walrus and lambda do not disturb', () => {
  const text = `async def f(m):
    match m:
        case {"a": [1, *rest]} | Point(x=0) if rest:
            try:
                key = lambda e: (yield)
                while (n := await get()) is not None:  #<
                    pass
            except* (OSError, asyncio.CancelledError) as group:
                pass
`;
  expect(marked(text).layers).toMatchObject([
    { kind: 'loop', loop: 'while' },
    {
      kind: 'try-body',
      facts: { handlers: [{ isGroup: true, types: ['OSError', 'asyncio.CancelledError'] }] },
    },
  ]);
});

test('a decorated function is found by its first decorator or its def', () => {
  const text = '@retry(\n  3)\n@other\nasync def f():\n    await x\n\n@retry\nasync def f():\n    await y\n';
  const find = (line: number, firstLine: number, name = 'f') =>
    surroundingsOf({ file: 'a.py', text }, { line, name, firstLine });
  expect(find(5, 1)?.text).toBe('await x');
  expect(find(5, 4)?.text).toBe('await x');
  expect(find(9, 7)?.text).toBe('await y');
  expect(find(9, 7)?.function).toMatchObject({ line: 8, span: { fromLine: 7, toLine: 9 } });
});

test('a file that is not what runs has no surroundings', () => {
  const text = 'async def f():\n    await x\n';
  const find = (line: number, name: string, firstLine: number) =>
    surroundingsOf({ file: 'a.py', text }, { line, name, firstLine });
  expect(find(2, 'g', 1)).toBeNull();
  expect(find(2, 'f', 40)).toBeNull();
  expect(find(9, 'f', 1)).toBeNull();
  expect(surroundingsOf({ file: 'a.py', text: null }, { line: 2, name: 'f', firstLine: 1 })).toBeNull();
});

test('nested functions, lambdas, comprehensions, classes and the module are scopes of their own', () => {
  const text = `import x
class A:
    b = 1
    async def m(self):
        def inner():
            return [
                y for y in z]
        run(lambda: go(1))
        return inner
x.run()
`;
  const find = (line: number, name: string, firstLine: number) =>
    surroundingsOf({ file: 'a.py', text }, { line, name, firstLine })?.function?.qualifiedName;
  expect(find(7, 'inner', 5)).toBe('A.m.<locals>.inner');
  expect(find(7, '<listcomp>', 6)).toBe('A.m.<locals>.inner.<locals>.<listcomp>');
  expect(find(8, '<lambda>', 8)).toBe('A.m.<locals>.<lambda>');
  expect(find(8, 'm', 4)).toBe('A.m');
  expect(find(3, 'A', 2)).toBe('A');
  expect(find(10, '<module>', 1)).toBe('<module>');
});

test('line ends, a byte order mark, form feeds and tabs change nothing', () => {
  const plain = 'async def f():\n\ttry:\n\t\tawait x  #<\n\texcept:\n\t\tpass\n';
  const texts = [
    plain,
    plain.replaceAll('\n', '\r\n'),
    plain.replaceAll('\n', '\r'),
    `\uFEFF${plain}`,
    `\f${plain}`,
    `x = 1\n\f\n${plain}`,
  ];
  for (const text of texts) expect(kinds(text)).toEqual(['try-body']);
});

test('an unfinished or broken file is read as far as it goes', () => {
  expect(kinds('async def f():\n  try:\n    await x  #<\n  except asyncio.CancelledError:\n')).toEqual([
    'try-body',
  ]);
  expect(kinds('def g(:\n  )\n\nasync def f():\n  try:\n    await x  #<\n  finally:\n    y = (1,\n')).toEqual(
    ['try-body'],
  );
});

test('the exits of a handler are told over all its paths', () => {
  const exit = (body: string) =>
    marked(
      `async def f():\n  while a:\n    try:\n      await x  #<\n    except E as e:\n${body.replace(/^/gm, '      ')}`,
    ).layers.flatMap((layer) =>
      layer.kind === 'try-body' ? layer.facts.handlers.map((one) => one.exit) : [],
    )[0];
  expect(exit('pass')).toMatchObject({ fallsThrough: true, reraises: false, alwaysReraises: false });
  expect(exit('raise')).toMatchObject({ fallsThrough: false, reraises: true, alwaysReraises: true });
  expect(exit('raise e')).toMatchObject({ alwaysReraises: true });
  expect(exit('if a:\n  raise\nelse:\n  raise e')).toMatchObject({
    fallsThrough: false,
    alwaysReraises: true,
  });
  expect(exit('if a:\n  raise')).toMatchObject({ fallsThrough: true, reraises: true, alwaysReraises: false });
  expect(exit('raise ValueError(1) from e')).toMatchObject({
    raisesOther: { line: 6, types: ['ValueError'] },
    reraises: false,
  });
  expect(exit('def g():\n  raise')).toMatchObject({ fallsThrough: true, reraises: false });
  expect(exit('try:\n  raise\nexcept E:\n  pass')).toMatchObject({ fallsThrough: true });
  expect(exit('sys.exit(1)')).toMatchObject({
    fallsThrough: false,
    raisesOther: { line: 6, types: ['SystemExit'] },
  });
  expect(exit('os._exit(1)')).toMatchObject({ fallsThrough: false, raisesOther: { types: ['SystemExit'] } });
  expect(exit('while True:\n  y()')).toMatchObject({
    fallsThrough: false,
    loops: [{ line: 6, text: 'while True:' }],
  });
  expect(exit('while True:\n  break')).toMatchObject({ fallsThrough: true, breaks: null, loops: [] });
  expect(exit('continue')).toMatchObject({ continues: { line: 6 }, fallsThrough: false });
  expect(exit('break')).toMatchObject({ breaks: { line: 6 } });
  expect(exit('return 1')).toMatchObject({ returns: { line: 6 } });
});

test('the header of an async with, and the last line of its body, may be its exit', () => {
  const text = 'async def f():\n  async with a:\n    x\n    await y(\n      1)\n  z';
  expect(surroundingsAt(text, 2).withHeader).toMatchObject({ line: 2, text: 'async with a:' });
  expect(surroundingsAt(text, 3).maybeInExit).toEqual([]);
  expect(surroundingsAt(text, 5).maybeInExit).toMatchObject([{ line: 2 }]);
  expect(surroundingsAt(text, 6)).toMatchObject({ withHeader: null, maybeInExit: [] });
});

test('a file of twenty thousand lines is parsed once for a thousand questions', () => {
  const one =
    'async def f%():\n    try:\n        await x(1, "two", [3])\n    except ValueError as e:\n        log(e)\n\n';
  const text = Array.from({ length: 3400 }, (_, index) => one.replace('%', String(index))).join('');
  const source = { file: 'a.py', text };
  const started = performance.now();
  const line = 6 * 3000 + 3;
  expect(surroundingsOf(source, { line, name: 'f3000', firstLine: line - 2 })?.layers).toHaveLength(1);
  const first = performance.now() - started;
  for (let index = 0; index < 1000; index += 1)
    surroundingsOf(source, { line: 6 * index + 3, name: `f${index}`, firstLine: 6 * index + 1 });
  const rest = performance.now() - started - first;
  // Parsed anew each time it would be a thousand times as long as the first.
  expect(rest).toBeLessThan(100 * first);
});
