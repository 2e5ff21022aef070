/** `py-spy dump` as a child process: reference/py-spy.md, section 5, and cpython-memory.md, 1.1–1.4. */
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildOutcome } from './child-output.ts';
import { runChild } from './child-output.ts';
import type { PySpyResult, PySpyRunner } from './runner.ts';

export interface PySpyOptions {
  /** The setting; null: the first `py-spy` of `searchPath`. */
  path: string | null;
  /** Folders as in PATH. */
  searchPath: string;
  /** After the nonblocking dump failed, try one that stops the target for about a millisecond. Default false. */
  allowBlocking?: boolean;
}

const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;
const MAX_MESSAGE = 500;
/** Below this there is no use in starting a child. */
const MIN_TIMEOUT_MS = 5;

export function createPySpyRunner({ path, searchPath, allowBlocking = false }: PySpyOptions): PySpyRunner {
  const candidates = candidatesOf({ path, searchPath });
  return {
    async dump(pid, budgetMs) {
      const found = candidates.find(isProgram);
      if (found === undefined) return { outcome: 'missing', searched: candidates };
      const startMs = nowMs();
      const first = await dumpOnce(found, pid, { blocking: false, budgetMs, startMs });
      const leftMs = budgetMs - (nowMs() - startMs);
      if (first.outcome !== 'failed' || !allowBlocking || leftMs < MIN_TIMEOUT_MS) return first;
      const second = await dumpOnce(found, pid, { blocking: true, budgetMs: leftMs, startMs });
      return second.outcome === 'ok' ? second : first;
    },
  };
}

/** The py-spy that would be run; null when there is none. */
export function findProgram(options: Pick<PySpyOptions, 'path' | 'searchPath'>): string | null {
  return candidatesOf(options).find(isProgram) ?? null;
}

function candidatesOf({ path, searchPath }: Pick<PySpyOptions, 'path' | 'searchPath'>): string[] {
  return path === null ? inFolders(searchPath) : [path];
}

interface Attempt {
  blocking: boolean;
  budgetMs: number;
  /** Of the first attempt: the duration is that of all. */
  startMs: number;
}

async function dumpOnce(path: string, pid: number, attempt: Attempt): Promise<PySpyResult> {
  const how = attempt.blocking ? [] : ['--nonblocking'];
  const args = ['dump', ...how, '--json', '--full-filenames', '--pid', String(pid)];
  const limits = { timeoutMs: Math.max(attempt.budgetMs, MIN_TIMEOUT_MS), maxOutputBytes: MAX_OUTPUT_BYTES };
  const outcome = await runChild(path, args, limits);
  return resultOf(outcome, attempt);
}

function resultOf(outcome: ChildOutcome, { blocking, budgetMs, startMs }: Attempt): PySpyResult {
  switch (outcome.kind) {
    case 'timeout':
      return { outcome: 'timeout', afterMs: budgetMs };
    case 'too-much-output':
      return failed(null, `it printed more than ${MAX_OUTPUT_BYTES / 1024 / 1024} MiB`);
    case 'not-started':
      return failed(null, outcome.message);
    case 'ended':
      if (outcome.exitCode !== 0)
        return failed(outcome.exitCode, outcome.stderr || `signal ${outcome.signal}`);
      return { outcome: 'ok', json: outcome.stdout, blocking, durationMs: nowMs() - startMs };
  }
}

/** One line without control characters: a terminal must not obey what a child printed. */
function failed(exitCode: number | null, message: string): PySpyResult {
  const line = message.replace(/\p{Cc}+/gu, ' ').trim();
  return { outcome: 'failed', exitCode, message: line.slice(0, MAX_MESSAGE) };
}

function inFolders(searchPath: string): string[] {
  const folders = searchPath.split(':').filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'py-spy'));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** `performance.now()` is loaded when it is first used, which takes 2 ms. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
