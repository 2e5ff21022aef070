import type { ThreadState } from '../../python/model/capture.ts';
import type { SchedulerRule } from '../../python/model/schedulers.ts';
import { innermostMachinery } from '../../python/model/schedulers.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { unreadSchedulers } from '../threads/schedulers.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { executorJobRunning } from './executor-job-running.ts';

/** Who waits for the job is not read: it may have been given up. Never more than possible. */
export const executorJobRunningUnread: Cause = {
  ...executorJobRunning,
  evidence:
    'a thread of trio, curio, gevent, eventlet or Twisted stood in the same function of the user at every look',
  find(situation) {
    if (situation.evidence.signal === null) return [];
    return unreadSchedulers(situation).flatMap((rule) =>
      situation.last.threads.flatMap((thread) => {
        const job = jobOf(rule, thread);
        return job === null || !isLasting(situation, rule, thread) ? [] : [finding(situation, rule, thread)];
      }),
    );
  },
};

/** The user's code that a thread of the library's was given; `place.codeId`. */
function jobOf(rule: SchedulerRule, { isMain, stack }: ThreadState): number | null {
  if (isMain || innermostMachinery(rule, stack) >= 0) return null;
  const isTheirs = stack.find((place) => place.origin !== 'python')?.package === rule.library;
  const place = isTheirs ? innermostOwn(stack) : null;
  return place?.origin === 'user' ? place.codeId : null;
}

function isLasting({ since }: Situation, rule: SchedulerRule, thread: ThreadState): boolean {
  const job = jobOf(rule, thread);
  return since.every(({ capture }) =>
    capture.threads.some((one) => one.pthreadId === thread.pthreadId && jobOf(rule, one) === job),
  );
}

function finding(situation: Situation, rule: SchedulerRule, thread: ThreadState): Finding {
  const place = innermostOwn(thread.stack);
  const does = threadWaitLabel(situation, thread);
  return {
    cause: 'executor-job-running',
    certainty: 'possible',
    sentence: `A job that ${rule.title} gave to ${threadLabel(thread)} still runs${place === null ? '' : ` ${frameLabel(place)}`}: a thread cannot be cancelled, and whoever waits for it waits on. Whether the shutdown does could not be told, as the ${rule.units} of ${rule.title} are not read.`,
    fix: 'Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets.',
    culprit: threadCulprit(situation, thread, null, place),
    waitsFor: { kind: 'thread', description: does },
    evidence: [`${threadLabel(thread)} is a worker of ${rule.title}: it ${does}`],
    blocks: [],
  };
}
