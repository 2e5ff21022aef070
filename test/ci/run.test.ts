import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const script = resolve(import.meta.dirname, '../../.ci/run');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-ci-'));
  mkdirSync(join(folder, 'main/.ci'), { recursive: true });
  copyFileSync(script, join(folder, 'main/.ci/run'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(path: string, body: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, path), 0o755);
}

/** Runs .ci/run with an npm whose commands do what is given, and Pythons when their exit code is given. */
function ci(
  npm: { ci?: string; check?: string; test: string; e2e?: string },
  pythons?: number,
  cluster?: string,
  dpkgQuery = 'echo "install ok installed"',
) {
  program(
    'path/npm',
    `case "$*" in
ci) ${npm.ci ?? ':'} ;;
'run check') ${npm.check ?? ':'} ;;
test) ${npm.test} ;;
'run -s e2e') ${npm.e2e ?? 'exit 1'} ;;
esac`,
  );
  if (pythons !== undefined) program('shared/pythons/pythons', `exit ${pythons}`);
  program('path/npx', 'exit 3');
  program('path/dpkg-query', dpkgQuery);
  program('path/apt-get', 'exit 100');
  if (cluster !== undefined) program('shared/dev-cluster/dev-cluster', cluster);
  const { stdout, status } = spawnSync(join(folder, 'main/.ci/run'), {
    encoding: 'utf8',
    env: { PATH: `${join(folder, 'path')}:/usr/bin:/bin` },
    timeout: 20_000,
  });
  return { lastLine: stdout.trimEnd().split('\n').at(-1), status, stdout };
}

test('it ends with the count of the tests and exit code 0 when all is well', () => {
  expect(ci({ test: 'echo "12 passed, 0 failed, 1 skipped"' }, 0)).toMatchObject({
    lastLine: '12 passed, 0 failed, 1 skipped',
    status: 0,
  });
});

test.each([
  ['the install fails', { ci: 'exit 1', test: 'echo "12 passed, 0 failed"' }, '0 passed, 1 failed'],
  ['the check fails', { check: 'exit 1', test: 'echo "12 passed, 0 failed"' }, '12 passed, 1 failed'],
  ['tests fail', { test: 'echo "11 passed, 2 failed"; exit 1' }, '11 passed, 2 failed'],
  ['the tests end without a count', { test: 'echo crashed; exit 134' }, '0 passed, 1 failed'],
  [
    'the tests end badly after their count',
    { test: 'echo "12 passed, 0 failed"; exit 1' },
    '12 passed, 1 failed',
  ],
  ['there are no tests', { test: 'echo "0 passed, 0 failed"' }, '0 passed, 0 failed'],
])('exit code 1 when %s', (_case, npm, lastLine) => {
  expect(ci(npm)).toMatchObject({ lastLine, status: 1 });
});

test('missing minor versions of Python are said, and fail nothing', () => {
  const { lastLine, status, stdout } = ci({ test: 'echo "12 passed, 0 failed"' }, 3);
  expect({ lastLine, status }).toEqual({ lastLine: '12 passed, 0 failed', status: 0 });
  expect(stdout).toContain('some minor versions of Python are missing');
});

test('Pythons that cannot be installed are a failure', () => {
  expect(ci({ test: 'echo "12 passed, 0 failed"' }, 1)).toMatchObject({
    lastLine: '12 passed, 1 failed',
    status: 1,
  });
});

const well = { test: 'echo "12 passed, 0 failed, 1 skipped"' };

test('the tests on a cluster are counted with the others', () => {
  const cluster = 'case $1 in kubeconfig | bin) echo /nowhere ;; status) exit 1 ;; esac';
  expect(ci({ ...well, e2e: 'echo "5 passed, 0 failed, 2 skipped"' }, 0, cluster)).toMatchObject({
    lastLine: '17 passed, 0 failed, 3 skipped',
    status: 0,
  });
  expect(ci({ ...well, e2e: 'echo "4 passed, 1 failed"; exit 1' }, 0, cluster)).toMatchObject({
    lastLine: '16 passed, 1 failed, 1 skipped',
    status: 1,
  });
});

test('packages that cannot be installed are no failure, and it is said that their tests are skipped', () => {
  const { lastLine, status, stdout } = ci(well, 0, undefined, 'exit 1');
  expect({ lastLine, status }).toEqual({ lastLine: '12 passed, 0 failed, 1 skipped', status: 0 });
  expect(stdout).toContain(
    'postgresql prometheus chromium cannot be installed here: their tests are skipped',
  );
});

test.each([
  ['cannot be built', 'exit 1', 'no cluster can be built on this machine, or not in time'],
  ['does not start', '[ "$1" = install ]', 'the cluster does not start on this machine'],
])('a cluster that %s is no failure, and it is said that its tests are skipped', (_, cluster, words) => {
  const { lastLine, status, stdout } = ci(well, 0, cluster);
  expect({ lastLine, status }).toEqual({ lastLine: '12 passed, 0 failed, 1 skipped', status: 0 });
  expect(stdout).toContain(words);
});
