import type { ThreadState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedForJobs } from '../blame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import type { ThreadPoolRule } from '../libraries/thread-pools.ts';
import { awaitedPool, runsJobOf } from '../libraries/thread-pools.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, taskLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';

/** A library's pool is joined by nobody: its job holds the shutdown through the task that waits for it. */
export const executorJobRunningAwaited: Cause = {
  code: 'executor-job-running',
  title: 'a job in a thread pool goes on, and the exit joins the pool',
  stage: 'tasks',
  evidence: "the shutdown waits for a task that waits for a job in a thread of a library's pool",
  find(situation) {
    const byPool = new Map<ThreadPoolRule, Blamed[]>();
    for (const one of blamedForJobs(situation)) {
      const pool = awaitedPool(one.task.stack);
      if (pool !== null) byPool.set(pool, [...(byPool.get(pool) ?? []), one]);
    }
    return [...byPool].flatMap(([pool, waiting]) =>
      situation.last.threads
        .filter((thread) => runsJobOf(pool, thread))
        .map((thread) => finding(situation, pool, thread, waiting)),
    );
  },
};

function finding(
  situation: Situation,
  pool: ThreadPoolRule,
  thread: ThreadState,
  waiting: readonly Blamed[],
): Finding {
  const place = innermostOwn(thread.stack);
  const version = situation.last.libraries[pool.package];
  return {
    cause: 'executor-job-running',
    certainty: 'likely',
    sentence: `A job in ${threadLabel(thread)} still runs${place === null ? '' : ` ${frameLabel(place)}`}: a thread cannot be cancelled, and ${pool.sentence}.`,
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
