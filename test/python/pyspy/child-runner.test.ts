import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createPySpyRunner } from '../../../src/python/pyspy/child-runner.ts';

const BUDGET_MS = 10_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-py-spy-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A stand-in for py-spy that does what the script says. */
function standIn(script: string): string {
  const path = join(folder, 'py-spy');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const runner = (path: string | null, allowBlocking = false) =>
  createPySpyRunner({ path, searchPath: '/nowhere', allowBlocking });

test('what it prints is given as it is, and it is asked not to stop the target', async () => {
  const seen = join(folder, 'arguments');
  const path = standIn(`/bin/echo "$@" > ${seen}; echo '[]'`);
  expect(await runner(path).dump(42, BUDGET_MS)).toMatchObject({
    outcome: 'ok',
    json: '[]\n',
    blocking: false,
  });
  expect(readFileSync(seen, 'utf8')).toBe('dump --nonblocking --json --full-filenames --pid 42\n');
});

test('it is found on the search path, and told where it was looked for when it is not', async () => {
  standIn('echo found');
  const found = createPySpyRunner({ path: null, searchPath: `/nowhere:${folder}` });
  expect(await found.dump(1, BUDGET_MS)).toMatchObject({ outcome: 'ok', json: 'found\n' });
  expect(await runner(null).dump(1, BUDGET_MS)).toEqual({
    outcome: 'missing',
    searched: ['/nowhere/py-spy'],
  });
  expect(await runner('/nowhere/else').dump(1, BUDGET_MS)).toEqual({
    outcome: 'missing',
    searched: ['/nowhere/else'],
  });
});

test('none of this process’s environment reaches it', async () => {
  process.env['RUST_BACKTRACE'] = '1';
  try {
    const result = await runner(standIn('/usr/bin/env')).dump(1, BUDGET_MS);
    expect(result.outcome === 'ok' && result.json).not.toContain('RUST_BACKTRACE');
    expect(result.outcome === 'ok' && result.json).not.toContain('HOME');
  } finally {
    delete process.env['RUST_BACKTRACE'];
  }
});

test('one that hangs, and ignores every signal it can, is ended at its time', async () => {
  const before = performance.now();
  const path = standIn('trap "" TERM INT HUP; while :; do /bin/sleep 0.05; done');
  expect(await runner(path).dump(1, 200)).toEqual({ outcome: 'timeout', afterMs: 200 });
  expect(performance.now() - before).toBeLessThan(5_000);
});

test('one that prints without end is ended', async () => {
  const result = await runner(standIn('while :; do /usr/bin/printf "%065536d" 0; done')).dump(1, BUDGET_MS);
  expect(result).toEqual({ outcome: 'failed', exitCode: null, message: 'it printed more than 8 MiB' });
});

test('its complaint is given in one line without control characters', async () => {
  const path = standIn('/usr/bin/printf "Error: \\033[31mred\\nCaused by:\\n  EPERM\\n" >&2; exit 1');
  expect(await runner(path).dump(1, BUDGET_MS)).toEqual({
    outcome: 'failed',
    exitCode: 1,
    message: 'Error:  [31mred Caused by:   EPERM',
  });
});

test('a file that is no program fails, and does not throw', async () => {
  const path = join(folder, 'py-spy');
  writeFileSync(path, 'not a program');
  chmodSync(path, 0o755);
  expect(await runner(path).dump(1, BUDGET_MS)).toMatchObject({ outcome: 'failed' });
});

test('the target is stopped only when that is allowed, and only after the other way has failed', async () => {
  const path = standIn('case "$*" in *--nonblocking*) echo "torn" >&2; exit 1;; *) echo "[]";; esac');
  expect(await runner(path).dump(1, BUDGET_MS)).toMatchObject({ outcome: 'failed', message: 'torn' });
  expect(await runner(path, true).dump(1, BUDGET_MS)).toMatchObject({ outcome: 'ok', blocking: true });
});
