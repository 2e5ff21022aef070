/** scripts/build.js, in a copy of the checkout. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');
const COPIED = ['package.json', 'tsconfig.json', 'schema', 'scripts', 'src'];
let folder: string;

function node(...words: string[]) {
  return spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-build-'));
  for (const name of COPIED) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  expect(node('scripts/build.js')).toMatchObject({ status: 0, stderr: '' });
  rmSync(join(folder, 'node_modules'));
  rmSync(join(folder, 'src'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the bundle knows its version, without a checkout around it', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  rmSync(join(folder, 'package.json'));
  expect(node('dist/straggler.js', '--version')).toMatchObject({
    status: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

test('what is loaded late is loaded by require: Node warns of import() in a script of the launcher’s kind', () => {
  const bundles = readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.cjs'));
  expect(bundles).toHaveLength(2);
  for (const name of bundles) {
    const text = readFileSync(join(folder, 'dist', name), 'utf8');
    expect(text.match(/\bimport\(["'][^)]*\)/)).toBeNull();
  }
});
