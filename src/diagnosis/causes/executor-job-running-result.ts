import type { ThreadState } from '../../python/model/capture.ts';
import { threadCulprit } from '../culprit.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath } from '../waits/threads.ts';
import { frameLabel, placeLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { drainLongerThanGraceThread } from './drain-longer-than-grace-thread.ts';
import { executorJobRunning } from './executor-job-running.ts';
import { joinPlace } from './joins.ts';

/** `future.result()`, `wait(futures)`, `as_completed(futures)`: they wait for the job as the exit of the pool would. */
export const executorJobRunningResult: Cause = {
  ...executorJobRunning,
  evidence: "the service's shutdown waits for the result of a job, and a worker of a thread pool runs it",
  find(situation) {
    // A limit that ends is another cause, whatever the job does.
    if (drainLongerThanGraceThread.find(situation).length > 0) return [];
    return shutdownThreads(situation).flatMap((waiting) => {
      const { waitsFor } = waiting;
      if (waitsFor.kind !== 'concurrent-future' || waitsFor.loopId !== null) return [];
      const worker = threadPath(situation, waiting).at(-1);
      // A loop's tasks answer for the thread that runs it.
      return worker === undefined || worker === waiting || worker.loopId !== null
        ? []
        : [finding(situation, waiting, worker)];
    });
  },
};

function finding(situation: Situation, waiting: ThreadState, worker: ThreadState): Finding {
  const place = threadStand(situation, worker);
  const at = joinPlace(waiting);
  const does = threadWaitLabel(situation, worker);
  return {
    cause: 'executor-job-running',
    certainty: 'likely',
    sentence: `A job in ${threadLabel(worker)} still runs${place === null ? '' : ` ${frameLabel(place)}`}: a thread cannot be cancelled, and ${threadLabel(waiting)} waits for its result${at === null ? '' : ` at ${placeLabel(at)}`}.`,
    fix: 'Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets; and bound the wait for its result (`result(timeout=5)`, `wait(futures, timeout=5)`).',
    culprit: threadCulprit(situation, worker, null, place),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      `${threadLabel(waiting)} ${threadWaitLabel(situation, waiting)}, which ${threadLabel(worker)} runs`,
      `${threadLabel(worker)} ${does}`,
    ],
    blocks: [threadLabel(waiting)],
  };
}
