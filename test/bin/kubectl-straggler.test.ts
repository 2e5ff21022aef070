import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const bin = resolve(import.meta.dirname, '../../bin');
let folder: string;

/** A checkout that holds the script, and in place of straggler something that says its words. */
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'straggler-plugin-')));
  mkdirSync(join(folder, 'checkout/bin'), { recursive: true });
  copyFileSync(join(bin, 'kubectl-straggler'), join(folder, 'checkout/bin/kubectl-straggler'));
  const says = '#!/bin/sh\nprintf "%s|" "$$" "$@"\nexit 3\n';
  writeFileSync(join(folder, 'checkout/bin/straggler'), says, { mode: 0o755 });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(['checkout/bin/kubectl-straggler', 'second'])(
  'as %s it becomes straggler, which is told whose plugin it is, with the words as they were given',
  (from) => {
    symlinkSync(join(folder, 'checkout/bin/kubectl-straggler'), join(folder, 'first'));
    symlinkSync('first', join(folder, 'second'));
    const ran = spawnSync(join(folder, from), ['report', 'a  b'], { encoding: 'utf8', cwd: '/' });
    expect(ran.stdout).toBe(`${ran.pid}|--as-kubectl-plugin|report|a  b|`);
    expect(ran.status).toBe(3);
  },
);

test('kubectl finds it by its name on PATH: the package puts it there', async () => {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  expect(manifest.bin['kubectl-straggler']).toBe('bin/kubectl-straggler');
});
