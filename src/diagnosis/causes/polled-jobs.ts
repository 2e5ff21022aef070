/** A main thread that goes round in a library's code, or in the shutdown, until the jobs of a pool are through: no wait shows it. */

import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { busiestFirst, childStand } from '../children/child-stand.ts';
import { innermostOwn, processCulprit, sourceFrame, threadCulprit } from '../culprit.ts';
import { once } from '../once.ts';
import { hasLeftWork } from '../shutdown/left-work.ts';
import { hasRun, isDue } from '../signal/flag-state.ts';
import { handlersOf } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Certainty, Finding } from '../vocabulary.ts';
import { pausesBetweenRounds } from '../waits/pauses.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, threadLabel, versionedFrameLabel } from '../words.ts';
import { childMaskEvidence } from './child-words.ts';

/** Jobs in worker processes first: those of threads may be what the process does meanwhile. Empty where nobody polls. */
export const polledJobs = once((situation): Finding[] => {
  const poller = pollerOf(situation);
  if (poller === null) return [];
  const workers = ofProcesses(situation, poller);
  return workers.length > 0 ? workers : ofThreads(situation, poller);
});

interface Poller {
  main: ThreadState;
  place: CodePlace;
}

function pollerOf(situation: Situation): Poller | null {
  const { evidence, mainThread: main, last } = situation;
  if (evidence.signal === null || main === null || isDue(situation)) return null;
  if (last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed')) return null;
  if (!pausesBetweenRounds(main) && main.waitsFor.kind !== 'selector') return null;
  const place = main.stack.findLast(({ origin }) => origin !== 'python');
  if (place === undefined) return null;
  return place.origin === 'library' || hasLeftWork(situation, main) ? { main, place } : null;
}

/** That it was told is seen by what its handler has set, or by where it has gone since; a library's own handler is none that fails. */
function certaintyOf(situation: Situation): Certainty {
  const { acting } = handlersOf(situation);
  const isTold =
    hasVisiblyReacted(situation) ||
    acting?.place?.origin === 'library' ||
    (acting !== null && hasRun(situation, acting) === true);
  return isTold ? 'likely' : 'possible';
}

function ofProcesses(situation: Situation, { main, place }: Poller): Finding[] {
  for (const worker of busiestFirst(situation)) {
    const stand = childStand(situation, worker);
    if (stand === null || stand.idle || !stand.isJob) continue;
    const rounds = `the main thread goes round in ${versionedFrameLabel(place, situation.last.libraries)}: it ${threadWaitLabel(situation, main)} there`;
    return [
      {
        cause: 'process-pool-stuck',
        certainty: certaintyOf(situation),
        sentence: `Worker ${worker.comm} (pid ${worker.pid}) of a process pool is in the middle of a job: it stands in ${frameLabel(stand.place)}; meanwhile ${rounds}.`,
        fix: 'Give the job a way to end: a time limit on what it calls; or end the workers at shutdown, with a limit and then kill().',
        culprit: { ...processCulprit(worker), frame: sourceFrame(situation, stand.place) },
        waitsFor: { kind: 'child', description: `pool worker ${worker.pid}` },
        evidence: [
          rounds,
          `pid ${worker.pid} is alive (state ${worker.state})`,
          childMaskEvidence(situation, worker),
          `it is in the middle of a job, in ${frameLabel(stand.place)}`,
        ],
        blocks: ['the main thread'],
      },
    ];
  }
  return [];
}

function ofThreads(situation: Situation, { main, place }: Poller): Finding[] {
  return situation.last.threads
    .filter((one) => isAtJob(one) && isLasting(situation, one))
    .map((worker) => {
      const at = innermostOwn(worker.stack);
      const does = threadWaitLabel(situation, worker);
      return {
        cause: 'executor-job-running' as const,
        certainty: certaintyOf(situation),
        sentence: `A job in ${threadLabel(worker)} still runs${at === null ? '' : ` ${frameLabel(at)}`}: a thread cannot be cancelled, and Python's exit would join its pool, if ${versionedFrameLabel(place, situation.last.libraries)} does not wait for it already.`,
        fix: 'Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets.',
        culprit: threadCulprit(situation, worker, null, at),
        waitsFor: { kind: 'thread' as const, description: does },
        evidence: [
          `${threadLabel(worker)} is a worker of a thread pool and not idle: it ${does}`,
          `the main thread goes round in ${versionedFrameLabel(place, situation.last.libraries)}: it ${threadWaitLabel(situation, main)} there`,
        ],
        blocks: ['the exit of Python'],
      };
    });
}

/** A worker of a ThreadPoolExecutor, with the service's code on top. */
function isAtJob({ isMain, pool, stack }: ThreadState): boolean {
  return !isMain && pool?.idle === false && innermostOwn(stack)?.origin === 'user';
}

/** In the same function at every look since the signal. */
function isLasting({ since }: Situation, worker: ThreadState): boolean {
  const job = innermostOwn(worker.stack)?.codeId;
  return since.every(({ capture }) =>
    capture.threads.some(
      (one) => one.pthreadId === worker.pthreadId && innermostOwn(one.stack)?.codeId === job,
    ),
  );
}
