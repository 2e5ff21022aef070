import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { blamedForJobs } from '../blame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import type { PoolWords } from '../libraries/thread-pools.ts';
import { EXECUTOR } from '../libraries/thread-pools.ts';
import type { Situation } from '../situation.ts';
import { awaitedJob } from '../threads/awaited-jobs.ts';
import type { Finding } from '../vocabulary.ts';
import { waitsForProcess } from '../waits/child-waits.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, taskLabel, threadLabel, versionedFrameLabel } from '../words.ts';
import type { Cause } from './cause.ts';

/** A library's pool is joined by nobody, and an executor only later: its job holds the shutdown through the task that waits for it. */
export const executorJobRunningAwaited: Cause = {
  code: 'executor-job-running',
  title: 'a job in a thread pool goes on, and the exit joins the pool',
  stage: 'tasks',
  evidence:
    "the shutdown waits for a task that waits, in no code of the service's own, for a job in a thread",
  find(situation) {
    const jobs = new Map<ThreadState, { pool: PoolWords; waiting: Blamed[] }>();
    for (const one of blamedForJobs(situation)) {
      const job = awaitedJob(situation.last, one.task);
      // One that waits for a child is not what goes on (child-still-running, child-pipe-held-open).
      const threads = job?.threads.filter((each) => !waitsForProcess(situation, each)) ?? [];
      for (const thread of threads)
        jobs.set(thread, {
          pool: job?.pool ?? EXECUTOR,
          waiting: [...(jobs.get(thread)?.waiting ?? []), one],
        });
    }
    return [...jobs].map(([thread, { pool, waiting }]) => finding(situation, pool, thread, waiting));
  },
};

/** What the thread was given to run, where the task's wait tells. */
function jobOf(waiting: readonly Blamed[]): string | null {
  const on = waiting[0]?.task.wait?.on;
  return on?.kind === 'thread-job' ? on.function : null;
}

function askedAt(waiting: readonly Blamed[], pool: PoolWords): CodePlace | null {
  const stack = waiting[0]?.task.stack ?? [];
  return stack.findLast((one) => one.origin !== 'python' && one.package !== pool.package) ?? null;
}

function finding(
  situation: Situation,
  pool: PoolWords,
  thread: ThreadState,
  waiting: readonly Blamed[],
): Finding {
  const runs = innermostOwn(thread.stack);
  // A job of C (`sys.stdin.readline`) leaves the pool's own frame alone on the thread: who asked for it tells more.
  const isBare = runs?.package === pool.package;
  const asker = isBare ? askedAt(waiting, pool) : null;
  const place = asker ?? runs;
  const job = isBare ? jobOf(waiting) : runs && versionedFrameLabel(runs, situation.last.libraries);
  const what = job === null ? '' : ` ${job}`;
  const version = situation.last.libraries[pool.package];
  return {
    cause: 'executor-job-running',
    certainty: 'likely',
    sentence: `A job in ${threadLabel(thread)} still runs${what}${asker === null ? '' : `, asked for at ${frameLabel(asker)}`}: a thread cannot be cancelled, and ${pool.sentence}.`,
    fix: pool.fix,
    culprit: threadCulprit(situation, thread, null, place),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, thread) },
    evidence: [
      `${threadLabel(thread)} runs a job of ${pool.package}${version === undefined ? '' : ` ${version}`}: it ${threadWaitLabel(situation, thread)}`,
      ...waiting.map((one) => `${taskLabel(one.task)} waits for a job`),
    ],
    blocks: waiting.map((one) => taskLabel(one.task)),
  };
}
