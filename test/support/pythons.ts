/** The real Pythons that tests run against: those of the `pythons` tool, else the `python3` on PATH. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Every minor that Straggler reads; a missing one is skipped by name. */
export const MINORS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14', '3.15'] as const;
/** Built in other ways than the usual one; a missing one is skipped by name. */
export const OTHER_BUILDS = ['3.13t', '3.13-musl'] as const;
/** What is read alike, whichever way it was built. */
export const PYTHONS = [...MINORS, ...OTHER_BUILDS] as const;
export const UVLOOP_MINORS = ['3.11', '3.13', '3.14'] as const;

export interface TestPython {
  /** As the tool calls it: `3.12`, `3.13t`, `3.13-musl`, `3.13+uvloop`. */
  name: string;
  minor: number;
  path: string;
}

const ASK_TIMEOUT_MS = 30_000;
let found: TestPython[] | null = null;

export function installedPythons(): readonly TestPython[] {
  found ??= fromTool(toolPath()) ?? fromPath();
  return found;
}

/** The newest that is here and needs no loop of its own; a machine without any cannot run these tests. */
export function anyPython(): TestPython {
  const found = installedPythons().findLast(({ name }) => /^3\.\d+$/.test(name));
  if (found === undefined) throw new Error('no Python from 3.8 to 3.15 was found on this machine');
  return found;
}

/** Null when this machine does not have it. */
export function pythonNamed(name: string): TestPython | null {
  return installedPythons().find((python) => python.name === name) ?? null;
}

/** The Python for musl is built without the modules that need a library: ctypes, sqlite3, ssl, zlib. */
export function lacksModules({ name }: Pick<TestPython, 'name'>): boolean {
  return name.endsWith('-musl');
}

/** The same Python in a mount namespace of its own, or under chroot; null without the tool, the version or root. */
export function pythonApart(how: 'container' | 'chroot', name: string): TestPython | null {
  const tool = toolPath();
  const plain = pythonNamed(name);
  if (tool === null || plain === null || process.getuid?.() !== 0) return null;
  try {
    const args = ['path', `--${how}`, name];
    const path = execFileSync(tool, args, {
      encoding: 'utf8',
      timeout: ASK_TIMEOUT_MS,
      stdio: 'pipe',
    }).trim();
    return { ...plain, name: `${name} in a ${how}`, path };
  } catch {
    return null;
  }
}

function toolPath(): string | null {
  const set = process.env['STRAGGLER_PYTHONS_TOOL'];
  const path = set ?? resolve(import.meta.dirname, '../../../shared/pythons/pythons');
  return existsSync(path) ? path : null;
}

function fromTool(tool: string | null): TestPython[] | null {
  if (tool === null) return null;
  const list = execFileSync(tool, ['list'], { encoding: 'utf8', timeout: ASK_TIMEOUT_MS });
  return list.split('\n').flatMap((line) => {
    const [name = '', ...rest] = line.trim().split(/\s+/);
    const path = rest.at(-1) ?? '';
    const minor = /^3\.(\d+)(t|-musl|\+uvloop)?$/.exec(name)?.[1];
    return minor !== undefined && existsSync(path) ? [{ name, minor: Number(minor), path }] : [];
  });
}

function fromPath(): TestPython[] {
  try {
    const code = 'import sys; print(sys.version_info[1], sys.executable)';
    const answer = execFileSync('python3', ['-c', code], { encoding: 'utf8', timeout: ASK_TIMEOUT_MS });
    const [minor = '', path = ''] = answer.trim().split(' ');
    return [{ name: `3.${minor}`, minor: Number(minor), path }];
  } catch {
    return [];
  }
}
