/** Waits for a child that stand in a thread which is waited for itself: by Python's exit, or by a task that gave it the job. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { blamedForJobs } from '../blame.ts';
import type { Situation } from '../situation.ts';
import { awaitedJob } from '../threads/awaited-jobs.ts';
import type { Finding } from '../vocabulary.ts';
import { childWaiterBehind } from '../waits/child-waits.ts';
import { threadsOfExit } from '../waits/exit-threads.ts';
import type { Cause } from './cause.ts';
import { childFindings, childStillRunning } from './child-still-running.ts';
import { taskOfJob } from './executor-job-running.ts';

/** The exit joins such a thread (Lib/threading.py, Lib/concurrent/futures/thread.py); its wait ends with the child alone. */
export const childStillRunningExit: Cause = {
  ...childStillRunning,
  stage: 'leaving',
  evidence:
    "Python's exit, or asyncio.run, joins a thread that waits for a child's exit, or for its output; the child is alive",
  find(situation) {
    return of(situation, threadsOfExit(situation));
  },
};

/** `await asyncio.to_thread(child.wait)`, where no code of the service's own awaits it. */
export const childStillRunningAwaited: Cause = {
  ...childStillRunning,
  evidence: 'the shutdown waits for a job in a thread that waits for a child; the child is alive',
  find(situation) {
    const threads = (one: Blamed) => awaitedJob(situation.last, one.task)?.threads ?? [];
    return of(situation, blamedForJobs(situation).flatMap(threads));
  },
};

function of(situation: Situation, threads: readonly ThreadState[]): Finding[] {
  const waiters = new Set(threads.flatMap((one) => childWaiterBehind(situation, one) ?? []));
  return [...waiters].flatMap((one) => childFindings(situation, one, askedAt(situation, one)));
}

/** `to_thread(subprocess.run, …)`: the line that gave the thread its job. */
function askedAt(situation: Situation, thread: ThreadState): CodePlace | null {
  const stack = thread.pool === null ? [] : (taskOfJob(situation, thread)?.stack ?? []);
  return stack.findLast(({ origin }) => origin === 'user') ?? null;
}
