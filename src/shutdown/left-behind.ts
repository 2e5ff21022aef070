/** Python processes that outlive the one that was watched, which had started them: whether they stop is not seen. */
import { setTimeout as sleep } from 'node:timers/promises';
import { workersOf } from '../diagnosis/causes/workers.ts';
import type { Capture } from '../python/model/capture.ts';
import type { Limit } from '../report/report.ts';
import { isAlive } from '../target/signal.ts';
import type { System } from '../target/system.ts';

/** One that was told ends a moment after its parent. */
const PATIENCE_MS = 1000;
const POLL_MS = 50;
const MOST_NAMED = 3;

export interface LeftBehindOptions {
  system: System;
  /** From before the signal. */
  before: Capture | undefined;
  /** Who wants Straggler to end is not kept waiting. */
  interrupted: AbortSignal;
}

/** null when none does. */
export async function leftBehind({ system, before, interrupted }: LeftBehindOptions): Promise<Limit | null> {
  if (before === undefined) return null;
  const pythons = new Set(before.pythonRelatives.map(({ pid }) => pid));
  const workers = workersOf(before.family).filter(({ pid }) => pythons.has(pid));
  const untilMs = system.nowMs() + PATIENCE_MS;
  for (;;) {
    const living = workers.filter((one) => isAlive(system, one));
    if (living.length === 0) return null;
    if (system.nowMs() >= untilMs || interrupted.aborted) {
      const named = living.slice(0, MOST_NAMED).map(({ pid, comm }) => `${comm} (pid ${pid})`);
      const rest = living.length - named.length;
      return {
        code: 'child-left-behind',
        sentence: `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}, which the process had started before the signal, ${living.length === 1 ? 'goes' : 'go'} on after its end: whether ${living.length === 1 ? 'it stops' : 'they stop'} was not watched.`,
        fix: 'Pass the signal on to child processes and wait for them: in a container whatever is left when the first process ends is killed, without a chance to clean up.',
      };
    }
    await sleep(POLL_MS, undefined, { signal: interrupted }).catch(() => undefined);
  }
}
