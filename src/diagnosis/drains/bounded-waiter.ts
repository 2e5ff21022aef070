/** Waits of the shutdown that have a limit, and one that the grace period does not leave time for. */

import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { callConstruct, innermostOwn } from '../culprit.ts';
import { taskAt } from '../looks/at-look.ts';
import { innermostCleanup } from '../shutdown/cleanup-place.ts';
import { hasGoneOn } from '../shutdown/gone-on.ts';
import { isInLoop } from '../shutdown/in-loop.ts';
import { isMadeByShutdown } from '../shutdown/made-by-shutdown.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { shutdownTaskOf } from '../shutdown/shutdown-tasks.ts';
import type { Situation } from '../situation.ts';
import type { Layer } from '../source/surroundings.ts';
import type { Cancellation, Construct } from '../vocabulary.ts';
import { begunAnew, outsideLimit } from './begun-anew.ts';
import { limitsInTurn } from './limits-in-turn.ts';
import type { RoundLimit } from './round-limit.ts';
import { roundLimit } from './round-limit.ts';

/** Clocks of two looks and of the loop's own differ by less. */
const SAME_TIMER_SECONDS = 0.1;

interface Limit {
  secondsLeft: number;
  place: CodePlace | null;
}

export interface BoundedWaiter {
  task: TaskState;
  secondsLeft: number;
  /** Where the limit is set. */
  place: CodePlace | null;
  /** How many limits it has had since the signal, one after the other, of which none need be longer than the grace period. */
  inTurn: number;
  /** It may be no longer than the grace period, but was set too late to end in it. */
  isLate: boolean;
  /** Its rounds have it by a test of their own; null for a timer of the event loop. */
  rounds: RoundLimit | null;
}

/** Nobody has told them, and who waits for them with a limit goes on without them. */
const MAY_BE_LEFT: ReadonlySet<Cancellation> = new Set<Cancellation>([
  'not-requested',
  'unknown',
  'shielded',
]);

/**
 * The blamed task itself, or one that waits for it with a limit of the user's own: when that limit is over it goes on
 * without, so that not the task but the limit is what takes too long.
 */
export function outlastingWaiter(situation: Situation, { task, cancellation, victims }: Blamed) {
  if (cancellation === 'swallowed') return null;
  const own = outlasting(situation, task, victims);
  if (own !== null || !MAY_BE_LEFT.has(cancellation)) return own;
  // Up to 3.10 it may have been cancelled unseen, and then the limit is not what it is waited for.
  if (cancellation === 'unknown' && findSwallower(situation, task)?.certain === true) return null;
  for (const id of victims) {
    const waiter = situation.tasks.get(id);
    const found = waiter === undefined ? null : outlasting(situation, waiter);
    if (found?.place?.origin === 'user') return found;
  }
  return null;
}

/** Seconds until the first of them goes on without what it waits for; null when none does, or before the deadline. */
export function limitOfWaiters({ tasks, evidence, since }: Situation, ids: readonly string[]): number | null {
  const { graceSeconds } = evidence;
  const limits = ids.flatMap((id) => tasks.get(id)?.wait?.bound?.secondsLeft ?? []);
  if (limits.length === 0 || graceSeconds === null) return null;
  const first = Math.min(...limits);
  const seconds = since.at(-1)?.seconds ?? 0;
  return seconds + first > graceSeconds ? first : null;
}

/** Whether one of them goes on without what it waits for before so many seconds are over: by one timer, and not by one a round. */
export function hasLimitBefore(situation: Situation, ids: readonly string[], seconds: number): boolean {
  const grace = situation.evidence.graceSeconds ?? 0;
  return ids.some((id) => {
    const task = situation.tasks.get(id);
    const limits = task === undefined ? [] : limitsOf(task);
    return limits.some(
      ({ secondsLeft }, index) =>
        task !== undefined &&
        secondsLeft < seconds &&
        seenSeconds(situation, task, index) + secondsLeft >= LEAST_SHARE_OF_GRACE * grace &&
        !mayBeOneOfMany(situation, task, index),
    );
  });
}

/** Null unless a timer ends the wait after the deadline, and the wait belongs to the shutdown. */
function outlasting(
  situation: Situation,
  task: TaskState,
  victims: readonly string[] = [],
): BoundedWaiter | null {
  const { graceSeconds: grace, signal, captures } = situation.evidence;
  if (grace === null || signal === null || situation.cancellation.get(task.id) === 'swallowed') return null;
  if (!(isOfShutdown(situation, task) || isMadeForShutdown(situation, task, victims))) return null;
  const turn = limitsInTurn(situation, task);
  if (turn !== null)
    return {
      task,
      secondsLeft: turn.secondsLeft,
      place: turn.place,
      inTurn: turn.count,
      isLate: true,
      rounds: null,
    };
  const secondsOver = (captures.at(-1)?.seconds ?? 0) - grace;
  const limit = limitsOf(task).find(
    (one, index) =>
      secondsOver + one.secondsLeft > 0 &&
      seenSeconds(situation, task, index) + one.secondsLeft >= LEAST_SHARE_OF_GRACE * grace &&
      !mayBeOneOfMany(situation, task, index) &&
      !isOfRound(situation, task, one),
  );
  if (limit === undefined) return ofRounds(situation, task, secondsOver);
  const place = limit.place?.origin === 'user' ? limit.place : innermostOwn(task.stack);
  const { secondsLeft } = limit;
  const isLate = mostSeconds(situation, task, limit) < grace;
  return { task, secondsLeft, place, inTurn: 1, isLate, rounds: null };
}

/** No timer of the event loop, but the task's own code ends its rounds after the deadline. */
function ofRounds(situation: Situation, task: TaskState, secondsOver: number): BoundedWaiter | null {
  const grace = situation.evidence.graceSeconds ?? 0;
  const rounds = roundLimit(situation, { taskId: task.id, threadId: null, stack: task.stack });
  if (rounds === null || secondsOver + rounds.secondsLeft <= 0) return null;
  const { secondsLeft, seenSeconds, place } = rounds;
  if (seenSeconds + secondsLeft < LEAST_SHARE_OF_GRACE * grace) return null;
  return { task, secondsLeft, place, inTurn: 1, isLate: seenSeconds + secondsLeft < grace, rounds };
}

/** A shorter wait that is met at the deadline is one of many, however close together the looks lie. */
const LEAST_SHARE_OF_GRACE = 0.2;

/** For how long the looks before the last have seen the same timer. */
function seenSeconds({ since }: Situation, task: TaskState, index: number): number {
  const last = since.at(-1);
  const secondsLeft = limitsOf(task)[index]?.secondsLeft;
  if (last === undefined || secondsLeft === undefined) return 0;
  const other = since.findLastIndex(({ seconds, capture }) => {
    const seen = taskAt(capture, task.id);
    const left = seen === undefined ? undefined : limitsOf(seen)[index]?.secondsLeft;
    return left === undefined || Math.abs(seconds + left - (last.seconds + secondsLeft)) > SAME_TIMER_SECONDS;
  });
  return last.seconds - (since[other + 1]?.seconds ?? last.seconds);
}

/** How long the limit can be as a whole: it was set after the last look that has not seen it. */
function mostSeconds({ since }: Situation, task: TaskState, limit: { secondsLeft: number }): number {
  const last = since.at(-1)?.seconds ?? 0;
  const other = since.findLast(({ seconds, capture }) => {
    const seen = taskAt(capture, task.id);
    const ends = (seen === undefined ? [] : limitsOf(seen)).map(({ secondsLeft }) => seconds + secondsLeft);
    return !ends.some((end) => Math.abs(end - (last + limit.secondsLeft)) <= SAME_TIMER_SECONDS);
  });
  return other === undefined ? Number.POSITIVE_INFINITY : last + limit.secondsLeft - other.seconds;
}

/** Of the wait itself, and of what the wait is a round of. */
function limitsOf({ wait, stack }: TaskState): Limit[] {
  const on = wait?.on;
  const bound =
    wait?.bound ?? (on?.kind === 'timer' ? { secondsLeft: on.secondsLeft, frameIndex: null } : null);
  return [bound, bound?.outer].flatMap((one) =>
    one == null
      ? []
      : [
          {
            secondsLeft: one.secondsLeft,
            place: one.frameIndex === null ? null : (stack[one.frameIndex] ?? null),
          },
        ],
  );
}

/** Unwinding, in a cleanup, the main task at another line than before the signal, or a task that it made there. */
function isOfShutdown(situation: Situation, task: TaskState): boolean {
  if (situation.cancellation.get(task.id) === 'unwinding') return true;
  if (innermostCleanup(situation, task) !== null) return true;
  const main = mainTask(situation);
  const earlier = situation.tasksBefore.get(task.id);
  if (main === task) return earlier === undefined || hasGoneOn(situation, task);
  if (shutdownTaskOf(situation, task) !== null) return true;
  if (earlier !== undefined) return false;
  // A plain sleep may be the work of a child that was made again in place of one that ended.
  if (task.wait?.on.kind === 'timer') return isMadeByShutdown(situation, task);
  return main !== null && hasGoneOn(situation, main);
}

/** Made since the signal, and it sets what the shutdown waits for when it has slept: no edge shows that one waits for the other. */
function isMadeForShutdown(situation: Situation, task: TaskState, victims: readonly string[]): boolean {
  if (situation.before === null || situation.tasksBefore.has(task.id)) return false;
  return victims.some((id) => {
    const victim = situation.tasks.get(id);
    return victim !== undefined && !isInLoop(situation, victim) && isOfShutdown(situation, victim);
  });
}

/**
 * A short sleep that comes again and again ends after the deadline, too, when it is met just before it: a long one was
 * there at the look before, or lasts for longer than has gone by since. Around an outer limit the steps may go on.
 */
function mayBeOneOfMany({ since }: Situation, task: TaskState, index: number): boolean {
  const [before, last] = since.slice(-2);
  const secondsLeft = limitsOf(task)[index]?.secondsLeft ?? 0;
  if (before === undefined || last === undefined || secondsLeft > last.seconds - before.seconds) return false;
  const earlier = taskAt(before.capture, task.id);
  const left = earlier === undefined ? undefined : limitsOf(earlier)[index]?.secondsLeft;
  if (left === undefined || (index === 0 && earlier?.stepMark !== task.stepMark)) return true;
  return Math.abs(before.seconds + left - (last.seconds + secondsLeft)) > SAME_TIMER_SECONDS;
}

const LIMITING = /(^|\.)(\w*timeout\w*|fail_after|move_on_after)$/i;

/** On the line that waits (`wait_for(...)`, `wait(..., timeout=5)`), else the block around it that sets the limit. */
const LIMITS_ITSELF = /\bwait_for\b|timeout/i;

export function limitConstruct(situation: Situation, place: CodePlace | null): Construct | null {
  const call = callConstruct(situation, place, 'timeout');
  if (place === null || (call !== null && LIMITS_ITSELF.test(call.text))) return call;
  const block = situation.surroundings(place)?.layers.find(setsLimit);
  if (block?.kind !== 'with') return call;
  return { kind: 'timeout', text: block.text, file: place.file, line: block.line };
}

function setsLimit(layer: Layer): boolean {
  return layer.kind === 'with' && layer.items.some(({ callee }) => LIMITING.test(callee ?? ''));
}

/** A limit for a round is none for the whole: a loop stands around the call, or the block, that sets it; or one begins it anew. */
function isOfRound(situation: Situation, task: TaskState, { place: set, secondsLeft }: Limit): boolean {
  const place = set?.origin === 'user' ? set : innermostOwn(task.stack);
  const layers = place === null ? [] : (situation.surroundings(place)?.layers ?? []);
  if (outsideLimit(layers).some((layer) => layer.kind === 'loop')) return true;
  const stack = place === null ? task.stack : task.stack.slice(0, task.stack.indexOf(place) + 1);
  const earlier = situation.tasksBefore.get(task.id)?.stack ?? null;
  return begunAnew(situation, stack, earlier, !isSleep(task, secondsLeft)) === 'for-ever';
}

/** Its own end is the limit: that raises nothing. */
function isSleep({ wait }: TaskState, secondsLeft: number): boolean {
  return wait?.on.kind === 'timer' && Math.abs(wait.on.secondsLeft - secondsLeft) < SAME_TIMER_SECONDS;
}
