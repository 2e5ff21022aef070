/** What the workers of a process pool do, read off the looks at them. */
import type { ThreadState } from '../../python/model/capture.ts';
import { isFork, standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import { innermostOwn } from '../culprit.ts';
import type { Situation } from '../situation.ts';

const POOL_FILE = /(concurrent\/futures\/process|multiprocessing\/pool)\.py$/;
/** What a worker calls its jobs from (concurrent/futures/process.py, multiprocessing/pool.py). */
const WORKER_NAME = /^(workloop|_process_worker|_process_chunk|worker|mapstar|starmapstar)$/;
/** The same of multiprocessing.Pool alone, which waits for the result of a job that ended with its worker. */
const POOL_WORKER = /multiprocessing\/pool\.py$/;

export interface PoolJob {
  worker: ProcessFacts;
  place: CodePlace;
}

export function isOfPool({ file }: CodePlace): boolean {
  return POOL_FILE.test(standardFile(file));
}

/** Where a worker stands in a job; a forked one has its parent's frames further out, and an idle one none further in. */
export function jobOf(situation: Situation, worker: ProcessFacts): PoolJob[] {
  const stack = stackOf(situation, worker);
  const start = workerFrame(stack);
  const place =
    start < 0
      ? null
      : innermostOwn(stack.slice(start + 1).filter((one) => one.origin !== 'python' && !isFork(one.file)));
  return place === null ? [] : [{ worker, place }];
}

/**
 * The workers of a multiprocessing.Pool wait for a job: `Pool.join` waits for results all the same, which
 * were lost with a worker that died (multiprocessing/pool.py: `_handle_workers` goes on while its cache has any, and
 * `_maintain_pool` puts another worker in its place, which knows nothing of them). No thread of the pool is in a callback.
 */
export function hasLostJob(
  situation: Situation,
  joiner: ThreadState,
  workers: readonly ProcessFacts[],
): boolean {
  if (!joiner.stack.some((one) => one.name === 'join' && POOL_WORKER.test(standardFile(one.file))))
    return false;
  const inCallback = situation.last.threads.some(
    ({ isMain, stack }) => !isMain && stack.some(isOfPool) && stack.some(({ origin }) => origin === 'user'),
  );
  const isSeen = ({ pid }: ProcessFacts) =>
    situation.evidence.children?.some((one) => one.pid === pid) === true;
  return (
    !inCallback &&
    workers.some(isSeen) &&
    workers.every((one) => (isSeen(one) ? isIdle(situation, one) : waitsForLock(one)))
  );
}

/** Of many workers a few are looked at. All but one of those that wait for a job wait for the lock of its pipe. */
function waitsForLock({ threads }: ProcessFacts): boolean {
  return threads[0]?.syscall?.name === 'futex';
}

/** It waits for a job of a multiprocessing.Pool. */
export function isIdle(situation: Situation, worker: ProcessFacts): boolean {
  const stack = stackOf(situation, worker);
  const frame = stack[workerFrame(stack)];
  return (
    frame !== undefined && POOL_WORKER.test(standardFile(frame.file)) && jobOf(situation, worker).length === 0
  );
}

function workerFrame(stack: readonly CodePlace[]): number {
  return stack.findLastIndex((one) => isOfPool(one) && WORKER_NAME.test(one.name));
}

function stackOf({ evidence }: Situation, { pid }: ProcessFacts): readonly CodePlace[] {
  const looks = evidence.children?.find((one) => one.pid === pid)?.captures ?? [];
  return looks.at(-1)?.capture.threads.find((one) => one.isMain)?.stack ?? [];
}
