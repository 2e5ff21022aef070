import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { decode } from '../../../src/diagnosis/source/bytecode/decode.ts';
import { surroundingsOfCode } from '../../../src/diagnosis/source/bytecode.ts';
import { cancellationFlow } from '../../../src/diagnosis/source/cancellation-flow.ts';
import { swallowCandidates } from '../../../src/diagnosis/source/candidates.ts';
import type { Surroundings } from '../../../src/diagnosis/source/surroundings.ts';
import type { CodeFacts } from '../../../src/python/model/frame.ts';
import { PYTHONS, pythonNamed } from '../../support/pythons.ts';
import { compareWithPython } from './oracle/compare.ts';
import { told } from './snippet.ts';

const seed = Number(process.env['ORACLE_SEED'] ?? 20261125);

interface Dumped {
  code: CodeFacts;
  /** Offset and line of each suspension. */
  waits: [number, number][];
}

interface Answer extends Omit<CodeFacts, 'bytecode' | 'exceptionTable'> {
  bytecode: string;
  plain: string;
  exceptionTable: string;
  waits: [number, number][];
}

const script = resolve(import.meta.dirname, 'bytecode/dump.py');

function dumped(path: string, args: string[]): (Dumped & { plain: Buffer })[] {
  const lines = execFileSync(path, ['-W', 'ignore', script, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return lines.split('\n').flatMap((line) => {
    if (line === '') return [];
    const { bytecode, plain, exceptionTable, waits, ...facts } = JSON.parse(line) as Answer;
    const code = {
      ...facts,
      bytecode: Buffer.from(bytecode, 'hex'),
      exceptionTable: Buffer.from(exceptionTable, 'hex'),
    };
    return [{ code, waits, plain: Buffer.from(plain, 'hex') }];
  });
}

function surroundings({ code, waits }: Dumped, wait: number): Surroundings {
  const [instruction = 0, line = 0] = waits[wait] ?? [];
  const found = surroundingsOfCode(code, {
    function: 'work',
    name: 'work',
    file: '/srv/app.pyc',
    line,
    firstLine: code.firstLine,
    origin: 'user',
    codeId: 1,
    instruction,
    package: null,
    kind: 'coroutine',
  });
  if (found === null) throw new Error('the bytecode was not read');
  return found;
}

const BODY = {
  'a bare except in a loop': ['while True:', '  try:', '    await a()', '  except:', '    log()'],
  'except CancelledError without raise': [
    'while True:',
    '  try:',
    '    await a()',
    '  except (ValueError, asyncio.CancelledError) as error:',
    '    log(error)',
  ],
  suppress: ['while True:', '  with contextlib.suppress(asyncio.CancelledError):', '    await a()'],
  'return in finally': ['while True:', '  try:', '    await a()', '  finally:', '    return'],
  'a conversion that a retry eats': [
    'while True:',
    '  try:',
    '    try:',
    '      await a()',
    '    except BaseException as e:',
    '      raise ConnectionError() from e',
    '  except ConnectionError:',
    '    pass',
  ],
  'except Exception': ['while True:', '  try:', '    await a()', '  except Exception:', '    log()'],
  'raise behind isinstance': [
    'while True:',
    '  try:',
    '    await a()',
    '  except BaseException as e:',
    '    if isinstance(e, asyncio.CancelledError):',
    '      raise',
    '    log(e)',
  ],
  'raise e': ['try:', '  await a()', 'except BaseException as e:', '  log(e)', '  raise e'],
  'pass at the end': ['try:', '  await a()', 'except asyncio.CancelledError:', '  pass'],
  'finally and a lock': ['async with self.lock:', '  try:', '    await a()', '  finally:', '    close()'],
  'a loop in the handler': [
    'try:',
    '  await a()',
    'except asyncio.CancelledError:',
    '  while True:',
    '    await b()',
  ],
};
type Shape = keyof typeof BODY;

const EXPECTED: Record<Shape, RegExp> = {
  'a bare except in a loop': /^goes-on by bytecode@5$/,
  'except CancelledError without raise': /^goes-on by bytecode@5$/,
  suppress: /^goes-on by bytecode@3$/,
  'return in finally': /^returns by bytecode@6$/,
  'a conversion that a retry eats': /^goes-on by bytecode@6$/,
  'except Exception': /^propagates$/,
  'raise behind isinstance': /^propagates$/,
  'raise e': /^propagates$/,
  'pass at the end': /^returns by bytecode@4$/,
  'finally and a lock': /^propagates$/,
  'a loop in the handler': /^goes-on by bytecode@4/,
};

for (const version of PYTHONS) {
  const python = pythonNamed(version);
  const run = python === null ? test.skip : test;
  run(`the bytecode of ${version} says what its source would`, () => {
    if (python === null) return;
    const shapes = Object.keys(BODY) as Shape[];
    const sources = shapes.map(
      (shape) => `async def work(self):\n${BODY[shape].map((line) => `  ${line}\n`).join('')}`,
    );
    const found = dumped(python.path, sources);
    shapes.forEach((shape, index) => {
      const one = found[index];
      if (one === undefined) throw new Error(shape);
      const wait = one.waits.findIndex(([, line]) =>
        /await a\(\)/.test(sources[index]?.split('\n')[line - 1] ?? ''),
      );
      expect([
        shape,
        told(cancellationFlow(surroundings(one, wait), 'CancelledError', python.minor)),
      ]).toEqual([shape, expect.stringMatching(EXPECTED[shape])]);
    });
  });

  run(`specialised and instrumented opcodes of ${version} are read as what they stand for`, () => {
    if (python === null) return;
    const codes = dumped(python.path, []);
    let specialised = 0;
    for (const { code, plain } of codes) {
      const [warm, cold] = [decode(code), decode({ ...code, bytecode: plain })];
      const shape = (program: typeof warm) =>
        program?.instructions.map(({ name, offset, target }) => [name, offset, target]);
      expect(shape(warm)).toEqual(shape(cold));
      if (!Buffer.from(code.bytecode).equals(plain)) specialised += 1;
    }
    expect(codes.length).toBeGreaterThan(100);
    // Free-threaded 3.13 specialises nothing: its threads share the one copy of the code.
    if (python.minor >= 11 && version !== '3.13t') expect(specialised).toBeGreaterThan(10);
  });

  run(
    `what random coroutines do with a cancellation on ${version} is what the bytecode says (seed ${seed})`,
    () => {
      if (python === null) return;
      const result = compareWithPython(python, seed, 40, 'bytecode');
      expect(result.certainWrong).toEqual([]);
      expect(result.unforeseen).toEqual([]);
      expect(result.certain / result.facts).toBeGreaterThan(0.5);
      expect(result.mainRight / result.facts).toBeGreaterThan(0.75);
    },
  );
}

const any = pythonNamed('3.13') ?? pythonNamed('3.11');
(any === null ? test.skip : test)('layers, candidates and texts are made from names', () => {
  if (any === null) return;
  const [one] = dumped(any.path, [
    'async def work(self):\n  while True:\n    try:\n      with contextlib.suppress(OSError):\n        await a()\n    except (Alpha, x.Beta):\n      while self.on:\n        await b()\n    finally:\n      await c()\n',
  ]);
  if (one === undefined) throw new Error('nothing was dumped');
  const kinds = (line: number) =>
    surroundings(
      one,
      one.waits.findIndex((wait) => wait[1] === line),
    ).layers;
  expect(kinds(5)).toMatchObject([
    { kind: 'with', text: 'with contextlib.suppress(OSError):', line: 4 },
    {
      kind: 'try-body',
      facts: { handlers: [{ text: 'except (Alpha, x.Beta):', types: ['Alpha', 'x.Beta'], line: 6 }] },
    },
    { kind: 'try-body', facts: { finallyLine: 10 } },
    { kind: 'loop', endless: true },
  ]);
  expect(kinds(8)).toMatchObject([
    { kind: 'loop', endless: false },
    { kind: 'handler', handler: { text: 'except (Alpha, x.Beta):' } },
    { kind: 'try-body' },
    { kind: 'loop' },
  ]);
  expect(swallowCandidates(surroundings(one, 0), any.minor)).toEqual([]);
  const [other] = dumped(any.path, [
    'async def work(self):\n  while True:\n    try:\n      await a()\n    except:\n      pass\n    await b()\n',
  ]);
  if (other === undefined) throw new Error('nothing was dumped');
  expect(swallowCandidates(surroundings(other, 1), any.minor)).toMatchObject([
    { construct: { kind: 'bytecode', text: 'except:', line: 5 }, landedAt: 4 },
  ]);
});
