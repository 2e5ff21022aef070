import type { ThreadState } from '../../python/model/capture.ts';
import type { Backlog } from '../backlog.ts';
import { backlogEvidence, backlogOf, backlogOfTask } from '../backlog.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath } from '../waits/threads.ts';
import { placeLabel, secondsLabel, taskLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { drainLongerThanGrace } from './drain-longer-than-grace.ts';
import { joinPlace } from './joins.ts';
import { taskFinding } from './task-finding.ts';

/** `asyncio.Queue.join`: it ends when `task_done()` was called for every item (Lib/asyncio/queues.py). */
export const drainLongerThanGraceBacklog: Cause = {
  ...drainLongerThanGrace,
  evidence:
    'the items that Queue.join() waits for become fewer from look to look, but not within the grace period',
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      const backlog = backlogOfTask(situation, one.task);
      if (backlog === null) return [];
      const place = innermostOwn(one.task.stack);
      return [
        taskFinding(situation, one, {
          cause: 'drain-longer-than-grace',
          certainty: 'certain',
          ...words(situation, backlog, taskLabel(one.task), place === null ? '' : ` at ${placeLabel(place)}`),
          construct: callConstruct(situation, place),
          place,
        }),
      ];
    });
  },
};

/** `queue.Queue.join` likewise (Lib/queue.py), on the main thread or on one that it waits for. */
export const drainLongerThanGraceBacklogThread: Cause = {
  ...drainLongerThanGraceBacklog,
  stage: 'leaving',
  find(situation) {
    const { mainThread: main } = situation;
    for (const thread of main === null ? [] : threadPath(situation, main)) {
      const backlog = backlogOfThread(situation, thread);
      if (backlog === null) continue;
      const at = joinPlace(thread);
      return [
        {
          cause: 'drain-longer-than-grace',
          certainty: 'certain',
          ...words(
            situation,
            backlog,
            upperFirst(threadLabel(thread)),
            at === null ? '' : ` at ${placeLabel(at)}`,
          ),
          culprit: threadCulprit(situation, thread, callConstruct(situation, at), at),
          waitsFor: { kind: 'thread', description: threadWaitLabel(situation, thread) },
          blocks: ['the exit of Python'],
        },
      ];
    }
    return [];
  },
};

function backlogOfThread(situation: Situation, { id, waitsFor }: ThreadState): Backlog | null {
  if (waitsFor.kind !== 'queue' || waitsFor.operation !== 'join') return null;
  return backlogOf(situation, ({ threads }) => {
    const wait = threads.find((one) => one.id === id)?.waitsFor;
    return wait?.kind === 'queue' && wait.objectId === waitsFor.objectId ? wait.unfinished : null;
  });
}

function words({ evidence }: Situation, backlog: Backlog, who: string, where: string) {
  const { secondsLeft, last } = backlog;
  const needed = Math.ceil(last.seconds + secondsLeft);
  return {
    sentence: `${who} waits${where} until a queue is worked off. That goes on, but takes longer than the grace period: ${last.left} items are left, which take another ${secondsLabel(secondsLeft)} at the present pace.`,
    fix: `Leave undone what may be done later (take the rest out of the queue, or keep it in a broker or a database), work on it with more workers, or raise terminationGracePeriodSeconds from ${evidence.graceSeconds ?? 30} s to above ${needed} s.`,
    evidence: backlogEvidence(backlog),
  };
}
