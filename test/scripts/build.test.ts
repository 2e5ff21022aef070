/** scripts/build.js, in a copy of the checkout. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../src/diagnosis/vocabulary.ts';

const root = resolve(import.meta.dirname, '../..');
const COPIED = ['package.json', 'tsconfig.json', 'schema', 'scripts', 'src', 'docs'];
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
  rmSync(join(folder, 'docs'), { recursive: true });
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

test('the pages of the causes are part of it, and explain prints one without a checkout', () => {
  expect(readdirSync(join(folder, 'dist/docs/causes'))).toHaveLength(CAUSE_CODES.length);
  const { status, stdout } = node('dist/straggler.js', 'explain', 'loop-blocked');
  expect({ status, title: stdout.split('\n')[0] }).toEqual({ status: 0, title: 'loop-blocked' });
});

const scripts = () => readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.cjs'));

test('what is loaded late is loaded by require: Node warns of import() in a script of the launcher’s kind', () => {
  const names = scripts().map((name) => name.replace(/-[0-9A-Z]{8}\.cjs$/, ''));
  expect(names.toSorted()).toEqual([
    'bundle',
    'cluster',
    'collector',
    'own-pod',
    'prestop',
    'report-worker.cjs',
    'sqlite-thread.cjs',
  ]);
  for (const name of scripts()) {
    const text = readFileSync(join(folder, 'dist', name), 'utf8');
    expect({ name, found: text.match(/\bimport\(["'][^)]*\)/) }).toEqual({ name, found: null });
  }
});

test('each thread that a bundle names is a file beside it', () => {
  const named = scripts().flatMap((name) => {
    const text = readFileSync(join(folder, 'dist', name), 'utf8');
    return [...text.matchAll(/["']((?:\w+-)?(?:worker|thread)\.cjs)["']/g)].map(([, file]) => file ?? '');
  });
  expect([...new Set(named)].toSorted()).toEqual(['report-worker.cjs', 'sqlite-thread.cjs']);
  expect(scripts()).toEqual(expect.arrayContaining(named));
});

test('the bundle keeps a database, in the thread beside it', () => {
  const exported = node(
    'dist/straggler.js',
    'collector',
    'export',
    '--store',
    `sqlite:${join(folder, 'a.db')}`,
  );
  expect(exported).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(exported.stdout.split('\n')[0] ?? '')).toMatchObject({ form: expect.any(Number) });
});

test('the preStop hook is a bundle of its own, a tenth of the main one: it stays within the sidecar’s memory limit', () => {
  const sizeBytes = (prefix: string) =>
    statSync(join(folder, 'dist', scripts().find((name) => name.startsWith(prefix)) ?? `no ${prefix}`)).size;
  expect(sizeBytes('prestop-')).toBeLessThan(sizeBytes('bundle-') / 10);
});
