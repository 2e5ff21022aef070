import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { obstacleTo, writeWhole } from '../../src/delivery/file.ts';
import { endAll, start, stateOf, until } from '../support/processes.ts';

const stdout = resolve(import.meta.dirname, '../../src/delivery/stdout.ts');
const file = resolve(import.meta.dirname, '../../src/delivery/file.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-delivery-'));
});
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true });
});

test('a file is whole or not there, and a failure in the middle leaves the one before', () => {
  const path = join(folder, 'report');
  writeWhole(path, (write) => write('first'));
  expect(() =>
    writeWhole(path, (write) => {
      write('half');
      expect(readFileSync(path, 'utf8')).toBe('first');
      throw new Error('no more');
    }),
  ).toThrow('no more');
  expect(readFileSync(path, 'utf8')).toBe('first');
  expect(readdirSync(folder)).toEqual(['report']);
});

test('whatever moment a kill hits, the file holds one whole report', async () => {
  const path = join(folder, 'report.json');
  const program = `
    const { writeWhole } = await import(${JSON.stringify(file)});
    for (let revision = 1; ; revision += 1)
      writeWhole(${JSON.stringify(path)}, (write) => {
        write('{"revision":' + revision + ',"filler":"');
        for (let chunk = 0; chunk < 50; chunk += 1) write('x'.repeat(10_000));
        write('"}');
      });`;
  for (let round = 0; round < 5; round += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
    await until(() => existsSync(path), 'a first report');
    await new Promise((done) => setTimeout(done, 20 + 13 * round));
    child.kill('SIGKILL');
    await until(() => child.signalCode, 'the end of the writer');
    const report = JSON.parse(readFileSync(path, 'utf8')) as { filler: string };
    expect(report.filler).toHaveLength(500_000);
    rmSync(path);
  }
});

test('what stands in the way of a file is said beforehand', () => {
  expect(obstacleTo(join(folder, 'report'))).toBeNull();
  expect(obstacleTo(folder)).toContain('is a folder');
  expect(obstacleTo(join(folder, 'none', 'report'))).toContain('does not exist');
});

/** Exit code and standard error of a process that writes 10 MB to a standard output that `read` treats as it likes. */
async function writing(read: (child: ReturnType<typeof spawn>) => void) {
  const program = `
    const { StandardOutput } = await import(${JSON.stringify(stdout)});
    const { write } = new StandardOutput();
    for (let line = 0; line < 1000; line += 1) write('y'.repeat(9_999) + '\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  read(child);
  await until(() => child.exitCode !== null || child.signalCode !== null, 'the end of the writer');
  return { exitCode: child.exitCode, stderr };
}

test('a reader that leaves early ends the writing quietly', async () => {
  const ended = await writing((child) => child.stdout?.once('data', () => child.stdout?.destroy()));
  expect(ended).toEqual({ exitCode: 0, stderr: '' });
});

test('one that leaves while a socket is full, which is called a reset then, ends it as quietly', async () => {
  const program = `
    const { StandardOutput } = await import(${JSON.stringify(stdout)});
    require('node:fs').writeSync(2, 'BEGIN');
    const { write } = new StandardOutput();
    for (let line = 0; line < 1000; line += 1) write('unread'.repeat(1_000));`;
  const child = start(process.execPath, ['--input-type=commonjs', '-e', `(async () => {${program}})()`]);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  await until(() => stderr === 'BEGIN' && stateOf(child.pid) === 'S', 'a write that waits');
  child.stdout?.destroy();
  await until(() => child.exitCode !== null, 'the end of the writer');
  expect({ exitCode: child.exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'BEGIN' });
});

test('a slow reader gets every byte', async () => {
  let bytes = 0;
  const ended = await writing((child) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    child.stdout?.pause();
    setTimeout(() => child.stdout?.resume(), 300);
  });
  expect(ended).toEqual({ exitCode: 0, stderr: '' });
  expect(bytes).toBe(10_000_000);
});
