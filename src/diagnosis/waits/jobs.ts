/** Jobs in threads for which a shutdown waits: `await loop.run_in_executor(None, pool.shutdown)`. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { hasGoneOn } from '../reaction.ts';
import type { Situation } from '../situation.ts';

/** The thread that runs the job; null where the task does not wait for one, or did so before the signal. */
export function threadOfJob(situation: Situation, { task, cancellation }: Blamed): ThreadState | null {
  const on = task.wait?.on;
  if (on?.kind !== 'thread-job' || on.processPool || on.threadId === null) return null;
  if (cancellation !== 'not-requested' && cancellation !== 'unknown') return null;
  return hasGoneOn(situation, task) ? (situation.threads.get(on.threadId) ?? null) : null;
}
