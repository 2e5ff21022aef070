/** Real pipes with real readers, and processes of their own that write to them. */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LineOutput } from '../../src/delivery/line-output.ts';
import { endAll, start, until } from '../support/processes.ts';

const source = resolve(import.meta.dirname, '../../src/delivery/line-output.ts');
const PIPE_BYTES = 65_536;
let folder: string;
let pipe: { reader: number; writer: number; output: LineOutput };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-lines-'));
  const path = join(folder, 'pipe');
  spawnSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, 'w');
  pipe = { reader, writer, output: await LineOutput.open(writer) };
});
afterEach(() => {
  endAll();
  pipe.output.close();
  closeSync(pipe.writer);
  closeSync(pipe.reader);
  rmSync(folder, { recursive: true });
});

/** The pages of a pipe hold some of these whole, and then a piece of one. */
const line = (name: string) => `${name.padEnd(8_999, '.')}\n`;

/** What the pipe holds now. */
function drain(): string {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(PIPE_BYTES);
    try {
      const count = readSync(pipe.reader, chunk);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
    } catch {
      break;
    }
  }
  return Buffer.concat(chunks).toString();
}

async function fill(): Promise<number> {
  let written = 0;
  while (await pipe.output.write(line(`filler ${written}`), 0)) written += 1;
  return written;
}

test('while someone reads, a line is in the pipe before the call returns', () => {
  void pipe.output.write('{"first":1}\n', 200);
  void pipe.output.write('{"second":2}\n', 200);
  expect(drain()).toBe('{"first":1}\n{"second":2}\n');
});

test('a line that nobody takes is given up after its time, the process goes on meanwhile', async () => {
  await fill();
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 10);
  const begun = performance.now();
  expect(await pipe.output.write(line('late'), 200)).toBe(false);
  clearInterval(ticking);
  expect(performance.now() - begun).toBeGreaterThan(150);
  expect(performance.now() - begun).toBeLessThan(1_500);
  expect(ticks).toBeGreaterThan(3);
  expect(pipe.output.dropped).toBeGreaterThan(0);
});

test('after a stuck reader every row of the log is a whole line, none is two', async () => {
  const rows = await fill();
  await pipe.output.write(line('never'), 20);
  const before = drain();
  expect(before.endsWith('\n')).toBe(false);
  expect(await pipe.output.write(line('after'), 200)).toBe(true);
  const all = (before + drain()).trimEnd().split('\n');
  for (const row of all) expect(row).toHaveLength(8_999);
  expect(all.map((row) => row.replace(/\.+$/, ''))).toEqual([
    ...Array.from({ length: rows + 1 }, (_, index) => `filler ${index}`),
    'after',
  ]);
});

test('lines keep their order while a slow reader takes them', async () => {
  const sent = Array.from({ length: 60 }, (_, index) => pipe.output.write(line(`${index}`), 20_000));
  let received = '';
  await until(() => {
    received += drain();
    return received.length === 60 * 9_000;
  }, 'every line');
  expect(await Promise.all(sent)).not.toContain(false);
  const names = received
    .trimEnd()
    .split('\n')
    .map((row) => row.replace(/\.+$/, ''));
  expect(names).toEqual(Array.from({ length: 60 }, (_, index) => `${index}`));
});

test('so many lines may wait, and no more: a stuck log does not fill the memory', async () => {
  await fill();
  const sent = Array.from({ length: 1_000 }, () => pipe.output.write(line('waits'), 300));
  // Before any time has passed.
  expect(pipe.output.dropped).toBeGreaterThan(800);
  const after = performance.now();
  expect((await Promise.all(sent)).every((taken) => !taken)).toBe(true);
  expect(performance.now() - after).toBeLessThan(2_000);
});

test('the pipe itself stays as others have it: blocking', async () => {
  await pipe.output.write('x\n', 100);
  const flags = readFileSync(`/proc/self/fdinfo/${pipe.writer}`, 'latin1');
  expect(Number.parseInt(/flags:\s*(\d+)/.exec(flags)?.[1] ?? '', 8) & 0o4000).toBe(0);
});

const PROGRAM = `
  const { LineOutput } = await import(${JSON.stringify(source)});
  const output = await LineOutput.open();
  const taken = [];
  for (let index = 0; index < 60; index += 1) taken.push(await output.write(String(index).padEnd(8_999, '.') + '\\n', 20));
  (await import('node:fs')).writeFileSync(process.argv[1], JSON.stringify(taken));
`;

test.each(['pipe', 'socket'])(
  'a process whose standard output is a stuck %s ends by itself',
  async (kind) => {
    const result = join(folder, 'result');
    const args = ['--input-type=module', '-e', PROGRAM, result];
    // Node gives a child a socket as its "pipe"; nothing reads either of them.
    const stdout = kind === 'pipe' ? pipe.writer : 'pipe';
    const child = start(process.execPath, args, { stdio: ['ignore', stdout, 'inherit'] });
    await until(() => child.exitCode !== null, 'its end');
    expect(child.exitCode).toBe(0);
    const taken = JSON.parse(readFileSync(result, 'utf8')) as boolean[];
    expect(taken[0]).toBe(true);
    expect(taken.at(-1)).toBe(false);
  },
);

test('a file is written to where others have written before', () => {
  const path = join(folder, 'file');
  const result = join(folder, 'result');
  writeFileSync(path, '');
  const file = openSync(path, 'a');
  writeFileSync(file, 'earlier\n');
  const args = ['--input-type=module', '-e', PROGRAM, result];
  const { status } = spawnSync(process.execPath, args, {
    stdio: ['ignore', file, 'inherit'],
    timeout: 20_000,
  });
  closeSync(file);
  expect(status).toBe(0);
  expect(readFileSync(path, 'utf8')).toMatch(/^earlier\n0\.+\n1\.+\n/);
  expect(JSON.parse(readFileSync(result, 'utf8'))).not.toContain(false);
});

test('a reader that has gone ends the waiting', async () => {
  await fill();
  const begun = performance.now();
  const waiting = pipe.output.write(line('for nobody'), 20_000);
  closeSync(pipe.reader);
  expect(await waiting).toBe(false);
  expect(performance.now() - begun).toBeLessThan(2_000);
  pipe.reader = openSync(join(folder, 'pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
});
