/** dist/straggler.js, with a bundle that only says what it was given. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const launcher = readFileSync(resolve(import.meta.dirname, '../../scripts/bundle/launcher.cjs'), 'utf8');
const BUNDLE = `
  const { basename } = require('node:path');
  console.log(basename(__filename), ...process.argv.slice(2));
  process.exitCode = process.argv.includes('--wrong') ? 2 : 0;
`;
const HOOK = `exports.runPrestop = async () => console.log('the hook');`;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-launcher-'));
  writeFileSync(
    join(folder, 'straggler.js'),
    launcher.replace('PRESTOP', 'hook.cjs').replace('BUNDLE', 'bundle-A.cjs'),
  );
  writeFileSync(join(folder, 'hook.cjs'), HOOK);
  writeFileSync(join(folder, 'bundle-A.cjs'), BUNDLE);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...words: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'straggler.js'), ...words], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { stdout: stdout.trim(), stderr, status };
}

const kept = () => readdirSync(join(folder, '.cache'));
const ran = { stdout: 'bundle-A.cjs dump 1', stderr: '', status: 0 };

test('what a command has compiled is kept, and the next run does the same with it', () => {
  expect(run('dump', '1')).toEqual(ran);
  expect(kept()).toEqual([`bundle-A.cjs-${process.version}-${process.arch}`]);
  expect(run('dump', '1')).toEqual(ran);
});

test('nothing is kept of wrong use, nor of what is no command', () => {
  expect(run('dump', '--wrong').status).toBe(2);
  expect(run('--version').status).toBe(0);
  expect(kept).toThrow('ENOENT');
});

test('a cache that is none is made anew', () => {
  const cache = join(folder, '.cache', `bundle-A.cjs-${process.version}-${process.arch}`);
  mkdirSync(join(folder, '.cache'));
  writeFileSync(cache, 'rubbish');
  expect(run('dump', '1')).toEqual(ran);
  expect(readFileSync(cache).length).toBeGreaterThan(100);
});

test('where nothing can be kept the command runs all the same', () => {
  writeFileSync(join(folder, '.cache'), 'a file where the folder would be');
  expect(run('dump', '1')).toEqual(ran);
});

test('the preStop hook does not load the bundle; with another word it is a command like others', () => {
  expect(run('prestop')).toEqual({ stdout: 'the hook', stderr: '', status: 0 });
  expect(run('prestop', '--help').stdout).toBe('bundle-A.cjs prestop --help');
});
