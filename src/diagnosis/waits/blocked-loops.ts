/** Loops whose thread is held by one step: neither in the selector nor between steps. */

import type { Capture, LoopState, TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { isCancelledAgainAndAgain } from '../cancellation/cancellation.ts';
import { innermostOwn } from '../culprit.ts';
import { redeliversCancellation } from '../libraries/redeliveries.ts';
import { taskAt } from '../looks/at-look.ts';
import { isTornThread } from '../looks/torn.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';

export interface BlockedLoop {
  loop: LoopState;
  thread: ThreadState;
  /** The task whose step it is; null for a plain callback. */
  task: TaskState | null;
  /** Where the user's code stands in that step. */
  place: CodePlace | null;
  /** Uses the processor rather than waits. */
  busy: boolean;
  /** The same step in every capture since the signal (at least two). */
  lasting: boolean;
  /** And the loop's own queue says that no other was begun in between. */
  proven: boolean;
}

const BUSY_PERCENT = 60;
const LASTING_LOOKS = 3;
/** Looks that are closer together may fall into one turn of a task that computes and gives way in between. */
const TURN_SECONDS = 1;

export const blockedLoops = once((situation): BlockedLoop[] => {
  const found: BlockedLoop[] = [];
  for (const loop of situation.last.loops) {
    const blocked = blockedLoop(situation, loop);
    if (blocked !== null) found.push(blocked);
  }
  return found;
});

function blockedLoop(situation: Situation, loop: LoopState): BlockedLoop | null {
  const thread = loop.threadId === null ? undefined : situation.threads.get(loop.threadId);
  if (thread === undefined || loop.state === 'closed' || thread.waitsFor.kind === 'selector') return null;
  // A handler that interrupted the loop is the signal causes' affair.
  if (thread.signalFrameIndex !== null) return null;
  const task = runningTask(situation, loop, thread);
  const busy = isBusy(situation, thread);
  const place = (busy ? lastingPlace(situation, thread) : null) ?? stepPlace(thread);
  if (task === null && place === null) return null;
  // A loop that has delivered a thousand cancellations is not held: who takes them is.
  if (redeliversCancellation(place) || (task !== null && isCancelledAgainAndAgain(task))) return null;
  const turns = turnsOf(situation, loop.id);
  const lasting = turns !== 'taken' && isLasting(situation, loop, task, place, busy);
  return { loop, thread, task, place, busy, lasting, proven: lasting && turns === 'none' };
}

/** What computes for ever stands at every look; what it calls on the way is there at some. */
function lastingPlace({ since }: Situation, thread: ThreadState): CodePlace | null {
  let lasting = stepOfThread(thread);
  for (const { capture } of since) {
    const seen = capture.threads.find((one) => one.id === thread.id);
    if (seen === undefined || isTornThread(capture, seen)) continue;
    const step = stepOfThread(seen);
    const end = lasting.findIndex((place, index) => place.codeId !== step[index]?.codeId);
    if (end >= 0) lasting = lasting.slice(0, end);
  }
  return innermostOwn(lasting.filter((place) => place.origin !== 'python'));
}

/**
 * Runnable at every look. On a crowded machine a thread that computes may get a tenth of a core, so that its share of one
 * says less than its state; a high share is proof by itself.
 */
export function isBusy(situation: Situation, thread: ThreadState): boolean {
  if ((thread.cpuPercent ?? 0) >= BUSY_PERCENT) return true;
  const looks = situation.since
    .slice(-3)
    .flatMap(({ capture }) => capture.threads.filter((one) => one.id === thread.id));
  return looks.length > 0 && looks.every((one) => one.state === 'R');
}

/**
 * Whether the loop began anything between the last looks: what it takes off its ready queue is counted there, so that a
 * step which comes again and again can be told from one that lasts.
 */
export function turnsOf(situation: Situation, loopId: string): 'taken' | 'none' | 'unknown' {
  const counts = looksForTurns(situation).map(
    (capture) => capture?.loops.find(({ id }) => id === loopId)?.callbacksTaken ?? null,
  );
  if (counts.length < 2 || counts.includes(null))
    return othersStepped(situation, loopId) ? 'taken' : 'unknown';
  if (new Set(counts).size > 1) return 'taken';
  return situation.since.length > 1 && secondsOver(situation.since) < TURN_SECONDS ? 'unknown' : 'none';
}

/** A loop that does not count (uvloop's): one of its tasks that waited at both looks waits elsewhere, or anew. */
function othersStepped({ since }: Situation, loopId: string): boolean {
  const [first, last] = [since[0]?.capture, since.at(-1)?.capture];
  if (first === undefined || last === undefined || first === last) return false;
  return last.tasks.some((task) => {
    if (task.loopId !== loopId || task.activity !== 'waiting') return false;
    const earlier = taskAt(first, task.id);
    return earlier?.activity === 'waiting' && earlier.stepMark !== task.stepMark;
  });
}

/** The last ones, and as many before them as a long turn may last. */
function looksForTurns({ since, before, last }: Situation): (Capture | null)[] {
  if (since.length <= 1) return [before, last];
  let count = Math.min(LASTING_LOOKS, since.length);
  while (count < since.length && secondsOver(since.slice(-count)) < TURN_SECONDS) count += 1;
  return since.slice(-count).map(({ capture }) => capture);
}

function secondsOver(looks: Situation['since']): number {
  return (looks.at(-1)?.seconds ?? 0) - (looks[0]?.seconds ?? 0);
}

function runningTask(situation: Situation, loop: LoopState, thread: ThreadState): TaskState | null {
  const id = loop.runningTaskId ?? thread.runningTaskId;
  if (id !== null) return situation.tasks.get(id) ?? null;
  return situation.last.tasks.find((one) => one.activity === 'running' && one.loopId === loop.id) ?? null;
}

/** Innermost own frame above the loop's machinery; null when the thread is in the loop's own code. */
export function stepPlace(thread: ThreadState): CodePlace | null {
  return innermostOwn(stepOfThread(thread).filter((place) => place.origin !== 'python'));
}

/** The frames of the step, without those of the loop's machinery further out. */
export function stepOfThread(thread: ThreadState): CodePlace[] {
  return thread.stack.slice(thread.stack.findLastIndex(runsLoop) + 1);
}

/** A frame of asyncio's that runs a loop. */
export function runsLoop({ origin, name, package: of }: CodePlace): boolean {
  return (
    origin === 'python' &&
    of === 'asyncio' &&
    /(^|\.)(_run_once|run_forever|run_until_complete|run)$/.test(name)
  );
}

/** In at least two captures since the signal the same task is running at the same line (or, busy, in the same task). */
function isLasting(
  situation: Situation,
  loop: LoopState,
  task: TaskState | null,
  place: CodePlace | null,
  busy: boolean,
): boolean {
  const captures =
    situation.since.length > 1
      ? situation.since.map((one) => one.capture)
      : [situation.before, situation.last];
  // A stack that moved while it was read says nothing against what the other looks saw.
  const known = captures
    .filter((one): one is Capture => one !== null)
    .filter(({ threads }) => threads.some((one) => one.id === loop.threadId && one.stack.length > 0));
  if (known.length < 2) return false;
  return known.slice(-LASTING_LOOKS).every((capture) => {
    const thread = capture.threads.find((one) => one.id === loop.threadId);
    if (thread === undefined || thread.waitsFor.kind === 'selector') return false;
    if (busy) return task === null ? !isBetweenSteps(thread) : isRunning(capture, loop, task);
    if (task !== null && thread.runningTaskId !== null && thread.runningTaskId !== task.id) return false;
    const there = stepPlace(thread);
    return there?.codeId === place?.codeId && there?.line === place?.line;
  });
}

/** Its whole stack is there, and ends in the loop's own code: it is in no step at all. */
export function isBetweenSteps(thread: ThreadState): boolean {
  const step = stepOfThread(thread);
  return (
    step.length < thread.stack.length &&
    step.every((one) => one.package === 'asyncio' || one.name === 'select')
  );
}

/** A task that is between two steps at a look lets the loop go round. */
function isRunning(capture: Capture, { id }: LoopState, task: TaskState): boolean {
  return (
    capture.loops.some((one) => one.id === id && one.runningTaskId === task.id) ||
    capture.threads.some((one) => one.runningTaskId === task.id)
  );
}
