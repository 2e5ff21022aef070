import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { callConstruct, sourceFrame, threadCulprit } from '../culprit.ts';
import { isAtexit } from '../phase.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../thread-stand.ts';
import type { Certainty, Finding } from '../vocabulary.ts';
import { blockedLoops } from '../waits/blocked-loops.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { threadPath, waiterForLoop } from '../waits/threads.ts';
import { frameLabel, placeLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { drainLongerThanGraceThread } from './drain-longer-than-grace-thread.ts';
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
    return [finding(situation, main)];
  },
};

/**
 * Where it stood so before the signal, the join is the program's work and no part of its shutdown. Where that was not
 * seen, a flag that nobody looks at in time tells as much.
 */
function certaintyOf(situation: Situation, main: ThreadState, joined: ThreadState | null): Certainty {
  const { before } = situation;
  const earlier = before?.threads.find((one) => one.isMain);
  if (earlier !== undefined && isJoin(earlier) && samePlace(joinPlace(earlier), joinPlace(main)))
    return 'possible';
  if (before === null && signalFlagUnread.find(situation).some((one) => one.certainty !== 'possible'))
    return 'possible';
  if (main.waitsFor.kind !== 'thread-join') return 'certain';
  return joined === null || main.waitsFor.timeoutSeconds !== null ? 'likely' : 'certain';
}

function samePlace(one: CodePlace | null, other: CodePlace | null): boolean {
  return one?.codeId === other?.codeId && one?.line === other?.line;
}

function finding(situation: Situation, main: ThreadState): Finding {
  const joined = threadPath(situation, main)[1] ?? null;
  const at = joinPlace(main);
  const place = joined === null ? null : threadStand(situation, joined);
  const construct = callConstruct(situation, at);
  const where = at === null ? '' : ` at ${placeLabel(at)}`;
  const does =
    joined === null
      ? ''
      : `; ${threadLabel(joined)} ${threadWaitLabel(situation, joined)}${place === null ? '' : ` in ${frameLabel(place)}`}`;
  const culprit =
    joined === null
      ? { ...threadCulprit(situation, main, construct, at), frame: sourceFrame(situation, at) }
      : threadCulprit(situation, joined, construct, place?.origin === 'python' ? at : place);
  return {
    cause: 'thread-join-stuck',
    certainty: certaintyOf(situation, main, joined),
    sentence: `The main thread ${threadWaitLabel(situation, main)}${where}${does}.`,
    fix: fixFor(main),
    culprit,
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, joined ?? main) },
    evidence: [
      `the main thread ${threadWaitLabel(situation, main)}${where}`,
      ...(joined === null ? [] : [`${threadLabel(joined)} ${threadWaitLabel(situation, joined)}`]),
    ],
    blocks: ['the main thread'],
  };
}

function fixFor({ waitsFor }: ThreadState): string {
  if (waitsFor.kind === 'queue' && waitsFor.operation === 'put')
    return 'Put with a limit (`queue.put(item, timeout=5)`, or put_nowait), or tell the consumer to end by an Event: a full queue takes nothing while nobody takes from it.';
  return 'Tell the thread to end before joining it (an Event it looks at, a sentinel in its queue), and join with a timeout: `thread.join(timeout=5)`.';
}
