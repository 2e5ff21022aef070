import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const script = resolve(import.meta.dirname, '../../bin/straggler');
const OLD = new Date('2026-01-01');
const NEW = new Date('2026-01-02');
let folder: string;

/** A checkout that holds the script only. */
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'straggler-bin-')));
  mkdirSync(join(folder, 'checkout/bin'), { recursive: true });
  copyFileSync(script, join(folder, 'checkout/bin/straggler'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string, modifiedAt: Date): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, modifiedAt, modifiedAt);
}

/** A program that prints its name and its arguments. */
const says = (name: string) => `console.log(${JSON.stringify(name)}, ...process.argv.slice(2));\n`;

/** Something called node: says which it is instead of running anything. */
function fakeNode(path: string, version: string): void {
  write(
    path,
    `#!/bin/sh\nif [ "$1" = --version ]; then echo ${version}; else echo "ran by ${path}"; fi\n`,
    OLD,
  );
  chmodSync(join(folder, path), 0o755);
}

function run(args: string[], options: { from?: string; searchPath?: string } = {}) {
  const { stdout, stderr, status, pid } = spawnSync(
    options.from ?? join(folder, 'checkout/bin/straggler'),
    args,
    {
      cwd: tmpdir(),
      encoding: 'utf8',
      env: { PATH: options.searchPath ?? `${dirname(process.execPath)}:/usr/bin:/bin` },
      timeout: 20_000,
    },
  );
  return { stdout: stdout.trim(), stderr: stderr.trim(), status, pid };
}

test('the bundle runs when no source is newer, with the arguments as they were given', () => {
  write('checkout/src/cli.ts', says('sources'), OLD);
  write('checkout/dist/straggler.js', says('bundle'), NEW);
  expect(run(['dump', 'a  b'])).toMatchObject({ stdout: 'bundle dump a  b', status: 0 });
});

test('the sources run when one of them is newer than the bundle', () => {
  write('checkout/dist/straggler.js', says('bundle'), OLD);
  write('checkout/src/cli.ts', says('sources'), OLD);
  write('checkout/src/python/capture.ts', '', NEW);
  expect(run(['dump'])).toMatchObject({ stdout: 'sources dump', status: 0 });
});

test('the bundle runs from an installed package, which has no sources', () => {
  write('checkout/dist/straggler.js', says('bundle'), OLD);
  expect(run([])).toMatchObject({ stdout: 'bundle', status: 0 });
});

test('it is found through links to links', () => {
  write('checkout/dist/straggler.js', says('bundle'), OLD);
  symlinkSync(join(folder, 'checkout/bin/straggler'), join(folder, 'first'));
  symlinkSync('first', join(folder, 'second'));
  expect(run([], { from: join(folder, 'second') })).toMatchObject({ stdout: 'bundle', status: 0 });
});

test('the pid that was started is the pid of Node', () => {
  write('checkout/dist/straggler.js', 'console.log(process.pid);\n', OLD);
  const { stdout, pid } = run([]);
  expect(Number(stdout)).toBe(pid);
});

test("the checkout's own Node goes before the one on PATH", () => {
  write('checkout/dist/straggler.js', says('bundle'), OLD);
  fakeNode('checkout/node_modules/.bin/node', 'v26.10.0');
  fakeNode('path/node', 'v20.0.0');
  expect(run([], { searchPath: `${join(folder, 'path')}:/usr/bin:/bin` }).stdout).toBe(
    'ran by checkout/node_modules/.bin/node',
  );
});

test.each([
  ['v18.20.4', 'bundle', 'straggler needs Node 20 or newer and found v18.20.4 on PATH'],
  ['v20.19.0', 'sources', 'running its sources needs Node 24 or newer (found v20.19.0)'],
])('Node %s on PATH is refused for the %s with a sentence', (version, what, sentence) => {
  write(what === 'bundle' ? 'checkout/dist/straggler.js' : 'checkout/src/cli.ts', says(what), OLD);
  fakeNode('path/node', version);
  const { stdout, stderr, status } = run([], { searchPath: `${join(folder, 'path')}:/usr/bin:/bin` });
  expect({ stdout, status }).toEqual({ stdout: '', status: 3 });
  expect(stderr).toContain(sentence);
});

test('a machine without Node is told what to install', () => {
  write('checkout/dist/straggler.js', says('bundle'), OLD);
  symlinkSync('/bin/sh', join(folder, 'sh'));
  const { stderr, status } = run([], { searchPath: folder });
  expect({ stderr, status }).toEqual({ stderr: expect.stringContaining('found none on PATH'), status: 3 });
});

test('a checkout before `npm ci` is told to run it', () => {
  const { stderr, status } = run([]);
  expect({ stderr, status }).toEqual({ stderr: expect.stringContaining('run `npm ci`'), status: 3 });
});
