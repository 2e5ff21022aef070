/** What a capture knows of the code it saw: versions of libraries, and code that has no source. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Capture } from '../../src/python/model/capture.ts';
import { createObserver } from '../../src/python/process-observer.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { endAll, printed, start } from '../support/processes.ts';
import { PYTHONS, pythonNamed } from '../support/pythons.ts';

const BUDGET_MS = 20_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-code-'));
});
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

function look(pid: number, readSource = true): Promise<Capture> {
  return createObserver({ system: new LiveSystem(), pid, pySpy: null, readSource }).capture(BUDGET_MS);
}

function file(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const WITHOUT_SOURCE = `
import asyncio, base64, json
class Worker:
    async def poll(self):
        while True:
            try:
                await self.queue.get()
            except BaseException:
                continue
async def main():
    worker = Worker()
    worker.queue = asyncio.Queue()
    task = asyncio.ensure_future(worker.poll())
    await asyncio.sleep(0)
    code = Worker.poll.__code__
    table = getattr(code, "co_exceptiontable", b"")
    print(json.dumps([len(code.co_code), list(code.co_names), base64.b64encode(table).decode()]), flush=True)
    await task
asyncio.run(main())
`;

for (const name of PYTHONS) {
  const python = pythonNamed(name);
  const title = `code without a source gives its bytecode, names and lines: Python ${name}`;
  if (python === null) test.skip(`${title} (not on this machine)`, () => undefined);
  else
    test(title, async () => {
      const child = start(python.path, ['-c', WITHOUT_SOURCE]);
      const [length, names, table] = JSON.parse(await printed(child, '\n')) as [number, string[], string];
      const seen = await look(child.pid);
      expect(seen.sources.get('<string>')).toEqual({ file: '<string>', text: null });
      const task = seen.tasks.find(({ coroutine }) => coroutine === 'Worker.poll');
      const facts = seen.codes.get(task?.stack[0]?.codeId ?? 0);
      expect(facts).toMatchObject({ minor: python.minor, firstLine: 4, names });
      expect(facts?.bytecode).toHaveLength(length);
      expect(Buffer.from(facts?.exceptionTable ?? []).toString('base64')).toBe(table);
      const lines = new Set(facts?.lines.map(([, line]) => line));
      for (const line of [7, 8]) expect(lines.has(line)).toBe(true);
    });
}

test('a library tells its version, or its dist-info folder does', async () => {
  const python = pythonNamed('3.12') ?? pythonNamed('3.11');
  if (python === null) return;
  const coroutine = 'async def wait(next):\n    await next\n';
  file('site-packages/telling/__init__.py', `__version__ = "1.2.3"\n${coroutine}`);
  file('site-packages/silent_one/core.py', coroutine);
  file('site-packages/silent_one/__init__.py', '');
  file('site-packages/Silent.One-4.5.dist-info/METADATA', '');
  file('site-packages/lonely.py', coroutine);
  file(
    'app.py',
    `
import asyncio, lonely, telling
from silent_one import core
async def main():
    print("READY", flush=True)
    await telling.wait(core.wait(lonely.wait(asyncio.sleep(1000))))
asyncio.run(main())
`,
  );
  const env = { PYTHONPATH: join(folder, 'site-packages') };
  const child = start(python.path, [join(folder, 'app.py')], { env });
  await printed(child, 'READY');
  const seen = await look(child.pid);
  expect(seen.libraries).toEqual({ telling: '1.2.3', silent_one: '4.5' });
  expect([...seen.sources.keys()].map((path) => path.slice(folder.length))).toEqual([
    '/app.py',
    '/site-packages/telling/__init__.py',
    '/site-packages/silent_one/core.py',
    '/site-packages/lonely.py',
  ]);
  const [task] = seen.tasks;
  expect(task?.stack.map((place) => [place.origin, place.package])).toEqual([
    ['user', null],
    ['library', 'telling'],
    ['library', 'silent_one'],
    ['library', 'lonely'],
    ['python', 'asyncio'],
  ]);
  // Without sources the code objects have to do.
  const bare = await look(child.pid, false);
  expect(bare.sources.size).toBe(0);
  expect(bare.codes.size).toBe(5);
});

test('a chain of a thousand coroutines is followed to its end', async () => {
  const python = pythonNamed('3.13') ?? pythonNamed('3.11');
  if (python === null) return;
  file(
    'deep.py',
    `
import asyncio, sys
sys.setrecursionlimit(10_000)
async def down(levels):
    if levels == 0:
        print("READY", flush=True)
        await asyncio.sleep(1000)
    else:
        await down(levels - 1)
asyncio.run(down(999))
`,
  );
  const child = start(python.path, [join(folder, 'deep.py')]);
  await printed(child, 'READY');
  const [task] = (await look(child.pid)).tasks;
  expect(task?.stack).toHaveLength(1_001);
  expect(task?.wait?.on.kind).toBe('timer');
});
