/**
 * Virtual environments with the libraries that test/libraries runs: `node scripts/library-venvs.ts [3.9 3.12 3.14]`
 * makes one for each file of requirements and each Python, with pip, once a machine. Tests only look for them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { installedPythons } from '../test/support/pythons.ts';

const REQUIREMENTS = resolve(import.meta.dirname, '../test/libraries/requirements');
const INSTALL_TIMEOUT_MS = 10 * 60_000;
/** Written last: an environment without it is half made. */
const COMPLETE = 'straggler-complete';
const DEFAULT_PYTHONS = ['3.12', '3.9', '3.14'];

const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'straggler-library-venvs');

export interface LibrarySet {
  /** `current`, `older`. */
  name: string;
  /** File for this Python, where the others' versions do not exist for it: `current-3.9.txt`. */
  requirements: string;
}

/** The sets that have requirements for a Python: `current.txt`, or `current-3.9.txt` in its place. */
export function librarySets(pythonName: string): LibrarySet[] {
  const files = readdirSync(REQUIREMENTS).filter((file) => file.endsWith('.txt'));
  const names = files.map((file) => basename(file, '.txt')).filter((name) => !name.includes('-'));
  return names.map((name) => {
    const own = `${name}-${pythonName}.txt`;
    return { name, requirements: join(REQUIREMENTS, files.includes(own) ? own : `${name}.txt`) };
  });
}

/** Path of the environment's interpreter; null when this machine does not have it. */
export function libraryPython({ name, requirements }: LibrarySet, pythonName: string): string | null {
  const venv = venvPath(name, requirements, pythonName);
  return existsSync(join(venv, COMPLETE)) ? join(venv, 'bin/python') : null;
}

/** Other requirements are another environment. */
function venvPath(name: string, requirements: string, pythonName: string): string {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  return join(folder, `${name}-${pythonName}-${hash}`);
}

function make(set: LibrarySet, pythonName: string, interpreter: string): string {
  const venv = venvPath(set.name, set.requirements, pythonName);
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run([interpreter, '-m', 'venv', '--without-pip', venv]);
  // A pip of another Python does as well: Debian's has none.
  const pip = [withPip(interpreter), '-m', 'pip', '--python', join(venv, 'bin/python'), 'install'];
  const how = [
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--no-compile',
    '--only-binary',
    ':all:',
  ];
  run([...pip, ...how, '--requirement', set.requirements]);
  compile(venv, pythonName);
  writeFileSync(join(venv, COMPLETE), '');
  return join(venv, 'bin/python');
}

/** On all cores, unlike pip, so that no service's start has to; some packages carry files for other Pythons. */
function compile(venv: string, pythonName: string): void {
  const words = [
    join(venv, 'bin/python'),
    '-m',
    'compileall',
    '-q',
    '-j',
    '0',
    join(venv, `lib/python${pythonName}`),
  ];
  spawnSync('nice', words, { timeout: INSTALL_TIMEOUT_MS, stdio: 'ignore' });
}

function run(words: string[]): void {
  execFileSync('nice', words, { timeout: INSTALL_TIMEOUT_MS, stdio: ['ignore', 'ignore', 'pipe'] });
}

function withPip(interpreter: string): string {
  const others = installedPythons().map(({ path }) => path);
  return [interpreter, ...others.toReversed()].find(hasPip) ?? interpreter;
}

/** `--python` is there since 22.3. */
function hasPip(interpreter: string): boolean {
  const found = spawnSync(interpreter, ['-m', 'pip', '--version'], { encoding: 'utf8', timeout: 60_000 });
  return Number(/^pip (\d+)\./.exec(found.stdout)?.[1] ?? 0) >= 23;
}

function provide(set: LibrarySet, pythonName: string): boolean {
  const title = `libraries ${set.name} for Python ${pythonName}`;
  const python = installedPythons().find((one) => one.name === pythonName);
  if (python === undefined) {
    console.error(`${title} could not be had: there is no such Python on this machine`);
    return false;
  }
  try {
    console.log(`${title}: ${libraryPython(set, pythonName) ?? make(set, pythonName, python.path)}`);
    return true;
  } catch (error) {
    const { stderr, message } = error as { stderr?: Buffer; message: string };
    console.error(`${title} could not be had: ${stderr?.toString().trim().split('\n').at(-1) || message}`);
    return false;
  }
}

if (import.meta.main) {
  const wanted = process.argv.slice(2);
  const pythons = wanted.length > 0 ? wanted : DEFAULT_PYTHONS;
  const made = pythons.flatMap((name) => librarySets(name).map((set) => provide(set, name)));
  // The tests of what is missing are skipped by name.
  if (!made.every(Boolean)) process.exitCode = 3;
}
