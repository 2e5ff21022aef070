import type { CaptureLimit, ThreadState } from '../model/capture.ts';
import { joinThreads } from './join-threads.ts';
import { pySpyLimit } from './limits.ts';
import { parsePySpy } from './parse.ts';
import type { PySpyResult } from './runner.ts';

export interface PySpyOutcome {
  /** It gave at least one thread's stack. */
  gaveStacks: boolean;
  /** Why it did not, or null. */
  limit: CaptureLimit | null;
}

/** Joins what py-spy printed, if anything, with the threads of the own walk. */
export function addPySpy(
  threads: readonly ThreadState[],
  result: PySpyResult | null,
  libraryPath: string | null,
): PySpyOutcome {
  const dumped = result?.outcome === 'ok' ? parsePySpy(result.json) : null;
  if (dumped !== null) joinThreads(threads, dumped, libraryPath);
  return {
    gaveStacks: threads.some(({ source }) => source === 'py-spy'),
    limit: pySpyLimit(result, dumped === null),
  };
}
