/** Threads that Python's exit joins: those that are no daemons, and the workers of thread pools that are at a job. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';

/** `concurrent.futures.thread._python_exit`, `loop.shutdown_default_executor` and `Executor.shutdown` join every worker. */
export function joinsExecutor({ phase, mainThread }: Situation): boolean {
  return phase === 'joining-executor' || mainThread?.waitsFor.kind === 'executor-shutdown';
}

/** Workers of the pool that is joined, all pools' where that is not known, that are in the middle of a job. */
export function busyWorkers({ mainThread, last }: Situation): ThreadState[] {
  const wait = mainThread?.waitsFor;
  const joined =
    wait?.kind === 'executor-shutdown' && wait.threadIds.length > 0 ? new Set(wait.threadIds) : null;
  return last.threads.filter(
    (one) => !one.isMain && one.pool !== null && !one.pool.idle && (joined === null || joined.has(one.id)),
  );
}

/** Alive and no daemons, for which `threading._shutdown` waits. */
export function nonDaemons({ last }: Situation): ThreadState[] {
  return last.threads.filter((one) => !one.isMain && one.daemon === false && one.pool?.idle !== true);
}

/** Those for which the exit waits now; empty before it has come to them. */
export function threadsOfExit(situation: Situation): ThreadState[] {
  if (joinsExecutor(situation)) return busyWorkers(situation);
  return situation.phase === 'joining-threads' ? nonDaemons(situation) : [];
}
