import type { ThreadState } from '../../python/model/capture.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import type { Backlog, DrainKind, TaskBacklog } from '../drains/backlog.ts';
import { backlogEvidence, backlogOf, backlogOfTask, ofRounds } from '../drains/backlog.ts';
import { hasLimitBefore } from '../drains/bounded-waiter.ts';
import { joinedInTurn } from '../drains/joins-in-turn.ts';
import { isUntoldHandler } from '../drains/servers.ts';
import { hasLeftWork } from '../shutdown/left-work.ts';
import type { Situation } from '../situation.ts';
import type { Certainty } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath } from '../waits/threads.ts';
import { placeLabel, secondsLabel, taskLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { drainLongerThanGrace } from './drain-longer-than-grace.ts';
import { TELL_ALL_FIRST } from './join-fix.ts';
import { isJoin, joinPlace } from './joins.ts';
import { taskFinding } from './task-finding.ts';

/**
 * `asyncio.Queue.join` ends when `task_done()` was called for every item (Lib/asyncio/queues.py); a gather with its last task,
 * a loop with its last round.
 */
export const drainLongerThanGraceBacklog: Cause = {
  ...drainLongerThanGrace,
  evidence:
    'items of Queue.join(), tasks of a gather, or rounds of a loop of the shutdown become fewer from look to look, but not within the grace period',
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      const found = backlogOfTask(situation, one.task);
      if (found === null || answersOtherwise(situation, one, found.backlog)) return [];
      const { backlog, frameIndex } = found;
      const goesThrough = frameIndex === null ? undefined : one.task.stack[frameIndex];
      const place = goesThrough ?? innermostOwn(one.task.stack);
      return [
        taskFinding(situation, one, {
          cause: 'drain-longer-than-grace',
          ...words(situation, backlog, taskLabel(one.task), place === null ? '' : ` at ${placeLabel(place)}`),
          construct: callConstruct(situation, place),
          place,
        }),
      ];
    });
  },
};

/** Who waits for its rounds goes on without them sooner; or a server waits for them, whose handler nobody told to stop. */
function answersOtherwise(
  situation: Situation,
  { task, victims, cancellation }: Blamed,
  { what, secondsLeft }: Backlog<DrainKind>,
): boolean {
  if (what !== 'rounds') return false;
  return hasLimitBefore(situation, victims, secondsLeft) || isUntoldHandler(situation, task, cancellation);
}

/** `queue.Queue.join` likewise (Lib/queue.py), on the main thread or on one that it waits for. */
export const drainLongerThanGraceBacklogThread: Cause = {
  ...drainLongerThanGraceBacklog,
  stage: 'leaving',
  find(situation) {
    const { mainThread: main } = situation;
    for (const thread of main === null ? [] : waitedFor(threadPath(situation, main))) {
      const found = backlogOfThread(situation, thread);
      if (found === null) continue;
      const { backlog, frameIndex } = found;
      const at = (frameIndex === null ? undefined : thread.stack[frameIndex]) ?? joinPlace(thread);
      const where = at === null ? '' : ` at ${placeLabel(at)}`;
      return [
        {
          cause: 'drain-longer-than-grace',
          ...words(situation, backlog, upperFirst(threadLabel(thread)), where, isJoin(thread)),
          culprit: threadCulprit(situation, thread, callConstruct(situation, at), at),
          waitsFor: { kind: 'thread', description: threadWaitLabel(situation, thread) },
          blocks: ['the exit of Python'],
        },
      ];
    }
    return [];
  },
};

/** Without those that are given up when a limit is over: daemons, which the exit does not join. */
function waitedFor(path: readonly ThreadState[]): readonly ThreadState[] {
  const end = path.findIndex(
    ({ waitsFor }, index) =>
      waitsFor.kind === 'thread-join' && waitsFor.timeoutSeconds !== null && path[index + 1]?.daemon === true,
  );
  return end < 0 ? path : path.slice(0, end + 1);
}

function backlogOfThread(situation: Situation, thread: ThreadState): TaskBacklog | null {
  const { id, waitsFor, loopId, isMain, signalFrameIndex, stack } = thread;
  if (waitsFor.kind === 'queue' && waitsFor.operation === 'join') {
    const backlog = backlogOf(situation, 'items', ({ threads }) => {
      const wait = threads.find((one) => one.id === id)?.waitsFor;
      return wait?.kind === 'queue' && wait.objectId === waitsFor.objectId ? wait.unfinished : null;
    });
    return backlog === null ? null : { backlog, frameIndex: null };
  }
  // Threads that are joined are no work of its own unless they end one after the other, and a loop's tasks have rounds of theirs.
  if (loopId !== null || (isJoin(thread) && joinedInTurn(situation, thread) === 0)) return null;
  const isAtWork = isMain && signalFrameIndex === null && !hasLeftWork(situation, thread);
  return isAtWork
    ? null
    : ofRounds(
        situation,
        { isMain, stack, sleeps: waitsFor.kind === 'sleep' },
        ({ threadId }) => threadId === id,
      );
}

const CERTAINTY: Readonly<Record<DrainKind, Certainty>> = {
  items: 'certain',
  tasks: 'likely',
  rounds: 'likely',
};

const DOES: Readonly<Record<DrainKind, string>> = {
  items: 'waits until a queue is worked off',
  tasks: 'waits for tasks that end one after the other',
  rounds: 'does one piece of work after the other',
};

const FASTER: Readonly<Record<DrainKind, string>> = {
  items:
    'Leave undone what may be done later (take the rest out of the queue, or keep it in a broker or a database), work on it with more workers',
  tasks: 'Cancel what may be done later, let more of them run at a time',
  rounds:
    'Do the pieces at the same time (asyncio.gather, a pool of threads), give each of them less time, leave undone what may be done later',
};

function words(
  { evidence }: Situation,
  backlog: Backlog<DrainKind>,
  who: string,
  where: string,
  joins = false,
) {
  const { what, secondsLeft, last } = backlog;
  const does = joins ? 'joins one thread after the other' : DOES[what];
  const faster = joins ? TELL_ALL_FIRST : FASTER[what];
  const needed = Math.ceil(last.seconds + secondsLeft);
  return {
    certainty: CERTAINTY[what],
    sentence: `${who} ${does}${where}. That goes on, but takes longer than the grace period: ${last.left} ${what} are left, which take another ${secondsLabel(secondsLeft)} at the present pace.`,
    fix:
      evidence.endedLater === true
        ? `${faster}.`
        : `${faster}, or raise terminationGracePeriodSeconds from ${evidence.graceSeconds ?? 30} s to above ${needed} s.`,
    evidence: backlogEvidence(backlog),
  };
}
