import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { callConstruct, sourceFrame, threadCulprit } from '../culprit.ts';
import { joinedInTurn } from '../drains/joins-in-turn.ts';
import { waitsAgain } from '../drains/waited-threads.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import { isAtexit } from '../shutdown/phase.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Certainty, Finding } from '../vocabulary.ts';
import { blockedLoops } from '../waits/blocked-loops.ts';
import { pipeReaderBehind } from '../waits/child-waits.ts';
import { HOLD_NO_LOCK, isOwnerKnown, ownersBehind } from '../waits/held-locks.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { counterpartOf, threadPath, waiterForLoop } from '../waits/threads.ts';
import { countLabel, frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { childStillRunningMain } from './child-still-running.ts';
import { drainLongerThanGraceBacklogThread } from './drain-longer-than-grace-backlog.ts';
import { drainLongerThanGraceThread } from './drain-longer-than-grace-thread.ts';
import { joinFix, TELL_ALL_FIRST } from './join-fix.ts';
import { isJoin, isShutdownJoin, joinPlace, runsWaitingLoop } from './joins.ts';
import { joinsProcessPool } from './process-pool-stuck.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';

/** Thread.join, Queue.put and Queue.join have no limit unless they are given one (Lib/threading.py, Lib/queue.py). */
export const threadJoinStuck: Cause = {
  code: 'thread-join-stuck',
  title: "the service's own shutdown joins a thread without limit",
  stage: 'leaving',
  evidence: 'the main thread is in Thread.join, Queue.put or Queue.join called from user or library code',
  find(situation) {
    const main = situation.mainThread;
    if (main === null || !isJoin(main) || joinPlace(main) === null || joinsProcessPool(main)) return [];
    if (
      main.waitsFor.kind === 'executor-shutdown' ||
      situation.phase === 'joining-threads' ||
      (situation.phase === 'running-atexit' && isAtexit(main)) ||
      situation.phase === 'joining-executor'
    )
      return [];
    const blocked = blockedLoops(situation).find((one) => one.thread === main);
    if (blocked !== undefined && !isShutdownJoin(situation, blocked)) return [];
    if (situation.last.loops.some((loop) => waiterForLoop(situation, main, loop.id) !== null)) return [];
    const joined = threadPath(situation, main).at(-1);
    if (joined !== undefined && joined !== main && runsWaitingLoop(situation, joined)) return [];
    if (drainLongerThanGraceThread.find(situation).length > 0) return [];
    if (joinedInTurn(situation, main) > 0 && drainLongerThanGraceBacklogThread.find(situation).length > 0)
      return [];
    if (pipeReaderBehind(situation, main) !== null) return [];
    if (childStillRunningMain.find(situation).length > 0) return [];
    return [finding(situation, main, certaintyOf(situation, main))];
  },
};

/** A handler that leaves the shutdown to a thread: the main thread goes on where it was, and that thread joins. */
export const threadJoinStuckByHelper: Cause = {
  ...threadJoinStuck,
  evidence: 'a thread that the signal handler has started is in Thread.join, Queue.put or Queue.join',
  find(situation) {
    return shutdownThreads(situation)
      .filter((one) => !one.isMain && isJoin(one) && joinPlace(one) !== null)
      .map((one) => finding(situation, one, 'likely'));
  },
};

/**
 * Where it stood so before the signal, the join is the program's work and no part of its shutdown. Where that was not
 * seen, a flag that nobody looks at in time tells as much.
 */
function certaintyOf(situation: Situation, main: ThreadState): Certainty {
  const { before } = situation;
  const joined = threadPath(situation, main)[1];
  const waiter = joinChain(situation, main).find(({ waitsFor }) => waitsFor.kind === 'lock');
  const earlier = before?.threads.find((one) => one.isMain);
  if (joinedInTurn(situation, main) > 0) return 'possible';
  if (earlier !== undefined && isJoin(earlier) && samePlace(joinPlace(earlier), joinPlace(main)))
    return 'possible';
  if (before === null && signalFlagUnread.find(situation).some((one) => one.certainty !== 'possible'))
    return 'possible';
  if (waiter !== undefined && !isOwnerKnown(waiter)) return 'likely';
  if (main.waitsFor.kind !== 'thread-join') return 'certain';
  return joined === undefined || main.waitsFor.timeoutSeconds !== null ? 'likely' : 'certain';
}

function samePlace(one: CodePlace | null, other: CodePlace | null): boolean {
  return one?.codeId === other?.codeId && one?.line === other?.line;
}

/**
 * By what it waits for itself: in a `put`, where to be told cannot help while nobody empties the queue; for an event with a
 * limit, so that it comes round, and would see the event if that were set.
 */
function ownFix(joined: ThreadState): string | null {
  const { waitsFor } = joined;
  if (waitsFor.kind === 'queue' && waitsFor.operation === 'put') return joinFix(joined);
  if (waitsFor.kind === 'event' && waitsFor.timeoutSeconds !== null)
    return 'Set the event that this thread looks at before it is joined: it comes round, and the event is not set. One of that name in another object, or in a module that was imported twice (`python -m app.main` and `import app.main`), is another one.';
  return null;
}

function finding(situation: Situation, waiting: ThreadState, certainty: Certainty): Finding {
  const joins = joinChain(situation, waiting);
  const joined = joins.at(-1) ?? null;
  const at = joinPlace(waiting);
  const place = joined === null ? null : threadStand(situation, joined);
  const construct = callConstruct(situation, at);
  const where = at === null ? '' : ` at ${placeLabel(at)}`;
  const does =
    joined === null
      ? takerLabel(situation, waiting)
      : joins.map((one) => standLabel(situation, one)).join('');
  const again = at === null || !isBounded(waiting) ? null : waitsAgain(situation, at);
  const after = again === null ? '' : `; when that limit is over, ${placeLabel(again)} joins it without one`;
  const ended = joinedInTurn(situation, waiting);
  const culprit =
    joined === null
      ? { ...threadCulprit(situation, waiting, construct, at), frame: sourceFrame(situation, at) }
      : threadCulprit(situation, joined, construct, place?.origin === 'python' ? at : place);
  return {
    cause: 'thread-join-stuck',
    certainty,
    sentence: `${upperFirst(threadLabel(waiting))} ${threadWaitLabel(situation, waiting)}${where}${does}${after}.`,
    fix:
      ended === 0
        ? fixFor(situation, waiting, joins)
        : `${TELL_ALL_FIRST}; and join each with a timeout: \`thread.join(timeout=5)\`.`,
    culprit,
    waitsFor: {
      kind: waiting.waitsFor.kind === 'queue' ? 'queue' : 'thread',
      description: threadWaitLabel(situation, joined ?? waiting),
    },
    evidence: [
      `${threadLabel(waiting)} ${threadWaitLabel(situation, waiting)}${where}`,
      ...joins.map((one) => `${threadLabel(one)} ${threadWaitLabel(situation, one)}`),
      ...(ended === 0
        ? []
        : [`${countLabel(ended, 'other thread')} that it joined since the signal ended: this one may, too`]),
    ],
    blocks: [threadLabel(waiting)],
  };
}

function fixFor(situation: Situation, waiting: ThreadState, joins: readonly ThreadState[]): string {
  if (joins.slice(0, -1).some(({ waitsFor }) => waitsFor.kind === 'lock')) return HOLD_NO_LOCK;
  const joined = joins.at(-1);
  return (joined === undefined ? null : (loopFix(situation, joined) ?? ownFix(joined))) ?? joinFix(waiting);
}

/** The thread that is joined, from there on whoever the last one joins, and who has the lock that this one waits for. */
function joinChain(situation: Situation, waiting: ThreadState): ThreadState[] {
  const [, ...path] = threadPath(situation, waiting);
  const end = path.findIndex(({ waitsFor }) => waitsFor.kind !== 'thread-join');
  const joins = path.slice(0, end === -1 ? path.length : end + 1);
  const last = joins.at(-1);
  return last === undefined ? joins : [...joins, ...ownersBehind(situation, last)];
}

function standLabel(situation: Situation, thread: ThreadState): string {
  const place = threadStand(situation, thread);
  return `; ${threadLabel(thread)} ${threadWaitLabel(situation, thread)}${place === null ? '' : ` in ${frameLabel(place)}`}`;
}

function isBounded({ waitsFor }: ThreadState): boolean {
  return waitsFor.kind === 'thread-join' && waitsFor.timeoutSeconds !== null;
}

/** Of a queue: who would take from it, and what that thread does instead. */
function takerLabel(situation: Situation, waiting: ThreadState): string {
  const { waitsFor } = waiting;
  if (waitsFor.kind !== 'queue' || waitsFor.counterpartThreadId === undefined) return '';
  const taker = counterpartOf(situation, waiting);
  if (taker === null)
    return `; no thread was seen whose code ${waitsFor.operation === 'join' ? 'calls task_done() of it' : 'takes from it'}`;
  const place = threadStand(situation, taker);
  return `; ${threadLabel(taker)}, which takes from it, ${threadWaitLabel(situation, taker)}${place === null ? '' : ` in ${frameLabel(place)}`}`;
}

/** An Event or a sentinel is no use for a thread that runs a loop; `_stopping` that is set wakes no selector (asyncio/base_events.py). */
function loopFix({ loops }: Situation, { loopId }: ThreadState): string | null {
  const loop = loops.get(loopId ?? '');
  if (loop === undefined) return null;
  const called =
    loop.stopping && loop.state === 'waiting' ? 'loop.stop() was called and has not woken the loop: ' : '';
  return `${called}${called === '' ? 'S' : 's'}top the loop of that thread from outside by loop.call_soon_threadsafe(loop.stop), which wakes it, and then join with a timeout: \`thread.join(timeout=5)\`.`;
}
