import type { ThreadState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Finding } from '../vocabulary.ts';
import { waitsForProcess } from '../waits/child-waits.ts';
import { HOLD_NO_LOCK, ownersBehind, ownersLabel } from '../waits/held-locks.ts';
import { threadsOfJob } from '../waits/jobs.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath } from '../waits/threads.ts';
import { frameLabel, lowerFirst, placeLabel, taskLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { isJoin } from './joins.ts';
import { joinsProcessPool } from './process-pool-stuck.ts';

/** The shutdown itself gave work to a thread and awaits it: what the thread does is the answer. */
export const executorJobRunningInShutdown: Cause = {
  code: 'executor-job-running',
  title: 'a job in a thread pool goes on, and the exit joins the pool',
  stage: 'tasks',
  evidence: 'the shutdown waits, since the signal, for a job in a thread that does not end',
  find(situation) {
    return blamedTasks(situation).flatMap((one) =>
      threadsOfJob(situation, one)
        .filter((thread) => !(waitsForProcess(situation, thread) || joinsProcessPool(thread)))
        .map((thread) => {
          const joined = isJoin(thread) ? threadPath(situation, thread).at(-1) : undefined;
          return joined === undefined || joined === thread
            ? finding(situation, one, thread)
            : joinedFinding(situation, one, thread, joined);
        }),
    );
  },
};

/** `to_thread(worker.join)`, `to_thread(pool.shutdown)`: the job only waits, and whom it waits for is to blame. */
function joinedFinding(
  situation: Situation,
  { task }: Blamed,
  job: ThreadState,
  joined: ThreadState,
): Finding {
  const place = threadStand(situation, joined);
  const at = innermostOwn(task.stack);
  const does = threadWaitLabel(situation, joined);
  const isPool = joined.pool !== null;
  return {
    cause: isPool ? 'executor-job-running' : 'thread-join-stuck',
    certainty: 'likely',
    sentence: `${upperFirst(taskLabel(task))} waits${at === null ? '' : ` at ${placeLabel(at)}`} for ${threadLabel(job)}, which ${threadWaitLabel(situation, job)}; ${threadLabel(joined)} ${does}${place === null ? '' : ` in ${frameLabel(place)}`}.`,
    fix: isPool
      ? 'Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets; and bound the wait for the pool.'
      : 'Tell the thread to end before joining it (an Event it looks at, a sentinel in its queue), and bound the join: `await asyncio.to_thread(thread.join, 5)`.',
    culprit: threadCulprit(situation, joined, callConstruct(situation, at), place),
    waitsFor: { kind: 'thread', description: does },
    evidence: [
      `${threadLabel(job)}, for ${lowerFirst(taskLabel(task))}, ${threadWaitLabel(situation, job)}`,
      `${threadLabel(joined)} ${does}`,
    ],
    blocks: [taskLabel(task)],
  };
}

function finding(situation: Situation, { task }: Blamed, thread: ThreadState): Finding {
  const place = innermostOwn(thread.stack);
  const at = innermostOwn(task.stack);
  const isQueued = task.wait?.on.kind === 'thread-job' && task.wait.on.state === 'queued';
  // It would end, were it not for who has its lock.
  const owners = ownersBehind(situation, thread);
  const owner = owners.at(-1);
  const end = owner ?? thread;
  return {
    cause: 'executor-job-running',
    certainty: 'likely',
    sentence: `A job in ${threadLabel(thread)} still runs${place === null ? '' : ` ${frameLabel(place)}`}: a thread cannot be cancelled, and ${lowerFirst(taskLabel(task))} waits for ${isQueued ? 'a job that no worker is free to begin' : 'it'}${at === null ? '' : ` at ${placeLabel(at)}`}${owner === undefined ? '' : `. It ${threadWaitLabel(situation, thread)}${ownersLabel(situation, owners)}`}.`,
    fix:
      owner === undefined
        ? 'Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets; and bound the wait for it.'
        : HOLD_NO_LOCK,
    culprit: threadCulprit(situation, end, null, owner === undefined ? place : threadStand(situation, owner)),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, end) },
    evidence: [thread, ...owners].map((one) => `${threadLabel(one)} ${threadWaitLabel(situation, one)}`),
    blocks: [taskLabel(task)],
  };
}
