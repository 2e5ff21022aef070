/**
 * Finds py-spy for tests and demos, or fetches it into the checkout: `node scripts/py-spy.ts` prints its path.
 * Straggler itself never calls this: it takes the setting `--py-spy` (STRAGGLER_PY_SPY), then what PATH offers.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const VERSION = '0.4.3';
const TOOLS_FOLDER = resolve(import.meta.dirname, '../.tools');
const ASK_TIMEOUT_MS = 10_000;
const FETCH_TIMEOUT_MS = 120_000;

/** `sentence` says where it comes from, or why there is none. */
export type PySpy = { path: string; sentence: string } | { path: null; sentence: string };

export interface PySpyOptions {
  /** Folder names as in PATH. */
  searchPath?: string;
  /** Where fetched tools are kept. */
  toolsFolder?: string;
  /** Bound of the whole fetch, all Pythons tried together. */
  timeoutMs?: number;
}

/** py-spy of the pinned version: the one on PATH, the one fetched earlier, or one fetched now. Never throws. */
export async function findPySpy(options: PySpyOptions = {}): Promise<PySpy> {
  const searchPath = options.searchPath ?? process.env['PATH'] ?? '';
  const toolsFolder = options.toolsFolder ?? TOOLS_FOLDER;
  for (const path of executables(searchPath, /^py-spy$/)) {
    if (await isPinnedVersion(path)) return { path, sentence: `py-spy ${VERSION} on PATH: ${path}` };
  }
  const kept = join(toolsFolder, 'py-spy', 'bin', 'py-spy');
  if (await isPinnedVersion(kept))
    return { path: kept, sentence: `py-spy ${VERSION} fetched earlier: ${kept}` };
  return fetchPySpy(searchPath, toolsFolder, options.timeoutMs ?? FETCH_TIMEOUT_MS);
}

async function fetchPySpy(searchPath: string, toolsFolder: string, timeoutMs: number): Promise<PySpy> {
  const deadlineMs = Date.now() + timeoutMs;
  const pythons = executables(searchPath, /^python3(\.\d+)?$/);
  let reason = 'there is no python3 on PATH to fetch it with';
  for (const python of pythons) {
    const leftMs = deadlineMs - Date.now();
    if (leftMs <= 0) break;
    const failure = await fetchWith(python, toolsFolder, leftMs);
    if (failure === null) {
      const path = join(toolsFolder, 'py-spy', 'bin', 'py-spy');
      return { path, sentence: `py-spy ${VERSION} fetched with ${python}: ${path}` };
    }
    reason = `${python} -m pip: ${failure}`;
  }
  const sentence = `py-spy ${VERSION} is not on PATH and could not be fetched (${reason}); install it with \`pip install py-spy==${VERSION}\` or set STRAGGLER_PY_SPY`;
  return { path: null, sentence };
}

/** Null when py-spy is in its folder afterwards, else why not. It appears whole: several test runs may fetch at once. */
async function fetchWith(python: string, toolsFolder: string, timeoutMs: number): Promise<string | null> {
  let draft: string | undefined;
  try {
    mkdirSync(toolsFolder, { recursive: true });
    draft = mkdtempSync(join(toolsFolder, 'py-spy-draft-'));
    const wanted = ['--target', draft, '--no-deps', '--only-binary', ':all:', `py-spy==${VERSION}`];
    await run(
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted],
      timeoutMs,
    );
    if (!(await isPinnedVersion(join(draft, 'bin', 'py-spy')))) return 'it installed no py-spy that starts';
    return await moveInPlace(draft, join(toolsFolder, 'py-spy'));
  } catch (error) {
    return lastLine(error);
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
}

async function moveInPlace(draft: string, folder: string): Promise<string | null> {
  try {
    renameSync(draft, folder);
    return null;
  } catch {
    // Another run was first, or an older version lies there.
    if (await isPinnedVersion(join(folder, 'bin', 'py-spy'))) return null;
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return null;
  }
}

async function isPinnedVersion(path: string): Promise<boolean> {
  try {
    return (await run(path, ['--version'], ASK_TIMEOUT_MS)).trim() === `py-spy ${VERSION}`;
  } catch {
    return false;
  }
}

async function run(command: string, args: string[], timeoutMs: number): Promise<string> {
  const options = { timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  const { stdout } = await promisify(execFile)(command, args, options);
  return stdout;
}

/** Executable files whose name matches, in the order of PATH; within a folder the plain name first. */
function executables(searchPath: string, name: RegExp): string[] {
  const folders = [...new Set(searchPath.split(delimiter).filter((folder) => folder !== ''))];
  return folders.flatMap((folder) =>
    namesIn(folder)
      .filter((file) => name.test(file))
      .sort()
      .map((file) => join(folder, file))
      .filter(isExecutable),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function lastLine(error: unknown): string {
  const { stderr, killed, message } = error as { stderr?: string; killed?: boolean; message?: string };
  if (killed === true) return 'it took too long';
  return (stderr || message || String(error)).trim().split('\n').at(-1) ?? '';
}

if (import.meta.main) {
  const found = await findPySpy();
  if (found.path === null) console.error(found.sentence);
  else console.log(found.path);
  process.exitCode = found.path === null ? 1 : 0;
}
