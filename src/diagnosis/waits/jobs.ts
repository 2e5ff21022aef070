/** Jobs in threads for which a shutdown waits: `await loop.run_in_executor(None, pool.shutdown)`. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { hasGoneOn } from '../shutdown/gone-on.ts';
import type { Situation } from '../situation.ts';
import { childWaiterBehind } from './child-waits.ts';

/** The thread that runs the job; null where the task does not wait for one, or did so before the signal. */
export function threadOfJob(situation: Situation, blamed: Blamed): ThreadState | null {
  return threadsOfJob(situation, blamed)[0] ?? null;
}

/** The thread that runs the job; or all workers of the pool, where none of them is free to begin it. */
export function threadsOfJob(situation: Situation, { task, cancellation }: Blamed): ThreadState[] {
  const on = task.wait?.on;
  if (on?.kind !== 'thread-job' || on.processPool) return [];
  if (cancellation !== 'not-requested' && cancellation !== 'unknown') return [];
  if (!hasGoneOn(situation, task)) return [];
  if (on.state === 'queued') return busyPool(situation);
  const thread = on.threadId === null ? undefined : situation.threads.get(on.threadId);
  return thread === undefined ? [] : [thread];
}

/** The thread that does a job of the shutdown, or of a cleanup, and waits for a living child, or the one that it joins. */
export function childWaiterOfJob(situation: Situation, blamed: Blamed): ThreadState | null {
  const thread = threadJobOf(situation, blamed);
  return thread === null ? null : childWaiterBehind(situation, thread);
}

/** As `threadOfJob`, and of a cleanup that a cancellation has begun. */
export function threadJobOf(situation: Situation, blamed: Blamed): ThreadState | null {
  const on = blamed.task.wait?.on;
  if (on?.kind !== 'thread-job' || on.processPool) return null;
  if (blamed.cancellation !== 'unwinding') return threadOfJob(situation, blamed);
  return situation.threads.get(on.threadId ?? -1) ?? null;
}

/** A job does not tell whose it is while it is queued: empty unless there is one pool only, and it is busy as a whole. */
function busyPool({ last }: Situation): ThreadState[] {
  const workers = last.threads.filter(({ pool }) => pool !== null);
  const pools = new Set(workers.map(({ pool }) => pool?.executorId));
  return pools.size === 1 && workers.every(({ pool }) => pool?.idle === false) ? workers : [];
}
