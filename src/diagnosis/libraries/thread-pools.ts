/** Thread pools of libraries, which are no ThreadPoolExecutor. Adding one is adding a row. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';

/** What is said of a pool whose job does not end. */
export interface PoolWords {
  /** `concurrent` for Python's own executors. */
  package: string;
  sentence: string;
  fix: string;
}

export interface ThreadPoolRule extends PoolWords {
  /** Where a task stands that waits for a job. */
  waiter: { functions: readonly string[]; file: string };
  /** The loop of a worker: what it calls is the job. */
  worker: { functions: readonly string[]; file: string };
  source: string;
}

/** `run_in_executor` and what is built on it: who waits is cancelled, and the job goes on (concurrent/futures/thread.py). */
export const EXECUTOR: PoolWords = {
  package: 'concurrent.futures',
  sentence: 'the shutdown waits for the task that waits for it',
  fix: 'Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets.',
};

const THREAD_POOL_RULES: readonly ThreadPoolRule[] = [
  {
    package: 'anyio',
    waiter: { functions: ['run_sync_in_worker_thread'], file: 'anyio/_backends/_asyncio.py' },
    worker: { functions: ['run'], file: 'anyio/_backends/_asyncio.py' },
    sentence:
      'anyio.to_thread.run_sync (Starlette and FastAPI run plain `def` routes, dependencies and background tasks with it) waits for it behind a shielded scope',
    fix: 'Give the job a way to end: a time limit on what it calls, from_thread.check_cancelled() in its loop, or a threading.Event that the shutdown sets; or give it up with abandon_on_cancel=True.',
    source:
      'anyio/_backends/_asyncio.py: run_sync_in_worker_thread, CancelScope(shield=not abandon_on_cancel)',
  },
];

function fits(place: CodePlace, { functions, file }: ThreadPoolRule['waiter']): boolean {
  return functions.includes(place.name) && place.file.endsWith(file);
}

/** The pool for whose job a stack of a task waits: its innermost frame that is not Python's own. */
export function awaitedPool(stack: readonly CodePlace[]): ThreadPoolRule | null {
  const place = stack.findLast((one) => one.origin !== 'python');
  if (place === undefined) return null;
  return THREAD_POOL_RULES.find((rule) => fits(place, rule.waiter)) ?? null;
}

/** A worker of the pool that runs a job: somebody's code is below its loop. */
export function runsJobOf(rule: ThreadPoolRule, { isMain, loopId, stack }: ThreadState): boolean {
  if (isMain || loopId !== null) return false;
  const index = stack.findIndex((place) => fits(place, rule.worker));
  return index >= 0 && stack.slice(index + 1).some((place) => place.origin !== 'python');
}
