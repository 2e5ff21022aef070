/**
 * `npm run e2e`: the tests in pods, on the cluster of the current kube context. Further words are jest's (`-t 'two containers'`).
 * Images that are not named (STRAGGLER_E2E_IMAGE, STRAGGLER_E2E_PYTHON_IMAGE) are built and loaded with the tool that
 * the image is built with; without it, the cluster has to know, or to find, the usual ones.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { baseImage, builderPath, PYTHON_BASE } from './image/bases.ts';

const root = resolve(import.meta.dirname, '..');
const SIDECAR_IMAGE = 'localhost/straggler:e2e';
const BUILD_TIMEOUT_MS = 20 * 60_000;
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];

/** The last line of what it prints. */
function run(command: string, words: string[]): string {
  const stdout = execFileSync(command, words, {
    cwd: root,
    encoding: 'utf8',
    timeout: BUILD_TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return stdout.trim().split('\n').at(-1) ?? '';
}

/** The tool fails, without a word, when it finds no name in what was printed about the loading: a long one is cut there. */
function load(tool: string, archive: string): void {
  const { status, stderr } = spawnSync(tool, ['load', archive], {
    encoding: 'utf8',
    timeout: BUILD_TIMEOUT_MS,
  });
  if (status !== 0 && stderr !== '') throw new Error(`${archive} could not be loaded: ${stderr}`);
}

function images(): Record<string, string> {
  const { path, isThere } = builderPath();
  const made: Record<string, string> = {};
  const isNamed = (name: string) => (process.env[name] ?? '') !== '';
  if (isThere && !isNamed('STRAGGLER_E2E_IMAGE')) {
    load(path, run('npm', ['run', '-s', 'image', SIDECAR_IMAGE]));
    made['STRAGGLER_E2E_IMAGE'] = SIDECAR_IMAGE;
  }
  if (isThere && !isNamed('STRAGGLER_E2E_PYTHON_IMAGE')) {
    load(path, run(path, baseImage(PYTHON_BASE)));
    made['STRAGGLER_E2E_PYTHON_IMAGE'] = PYTHON_BASE.name;
  }
  return made;
}

const env = { ...process.env, ...images() };
const words = [...JEST, '--config', 'jest.e2e.config.js', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, words, { cwd: root, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
