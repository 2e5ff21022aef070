/** Waits of the shutdown that have a limit, and one that the grace period does not leave time for. */
import type { TaskState } from '../python/model/capture.ts';
import type { CodePlace } from '../python/model/frame.ts';
import type { Blamed } from './blame.ts';
import { innermostOwn } from './culprit.ts';
import { mainTask, sameStand } from './reaction.ts';
import type { Situation } from './situation.ts';
import { cleanupRegion } from './source/swallow.ts';
import { findSwallower } from './swallow-search.ts';

/** Clocks of two looks and of the loop's own differ by less. */
const SAME_TIMER_SECONDS = 0.1;

export interface BoundedWaiter {
  task: TaskState;
  secondsLeft: number;
  /** Where the limit is set. */
  place: CodePlace | null;
}

/**
 * The blamed task itself, or one that waits for it with a limit of the user's own: when that limit is over it goes on
 * without, so that not the task but the limit is what takes too long.
 */
export function outlastingWaiter(situation: Situation, { task, cancellation, victims }: Blamed) {
  if (cancellation === 'swallowed') return null;
  const own = outlasting(situation, task);
  if (own !== null || (cancellation !== 'not-requested' && cancellation !== 'unknown')) return own;
  // Up to 3.10 it may have been cancelled unseen, and then the limit is not what it is waited for.
  if (cancellation === 'unknown' && findSwallower(situation, task)?.certain === true) return null;
  for (const id of victims) {
    const waiter = situation.tasks.get(id);
    const found = waiter === undefined ? null : outlasting(situation, waiter);
    if (found?.place?.origin === 'user') return found;
  }
  return null;
}

/** Null unless a timer ends the wait after the deadline, and the wait belongs to the shutdown. */
function outlasting(situation: Situation, task: TaskState): BoundedWaiter | null {
  const { graceSeconds: grace, signal, captures } = situation.evidence;
  if (grace === null || signal === null || situation.cancellation.get(task.id) === 'swallowed') return null;
  const on = task.wait?.on;
  const secondsLeft = task.wait?.bound?.secondsLeft ?? (on?.kind === 'timer' ? on.secondsLeft : null);
  if (secondsLeft === null || (captures.at(-1)?.seconds ?? 0) + secondsLeft <= grace) return null;
  if (mayBeOneOfMany(situation, task, secondsLeft)) return null;
  if (inLoop(situation, task) || !isOfShutdown(situation, task)) return null;
  const index = task.wait?.bound?.frameIndex ?? null;
  const set = index === null ? null : task.stack[index];
  const place = set?.origin === 'user' ? set : innermostOwn(task.stack);
  return { task, secondsLeft, place };
}

/** Unwinding, in a cleanup, or the main task at another line than before the signal. */
function isOfShutdown(situation: Situation, task: TaskState): boolean {
  if (situation.cancellation.get(task.id) === 'unwinding') return true;
  if (task.stack.some((place) => place.origin !== 'python' && inCleanup(situation, place))) return true;
  const earlier = situation.tasksBefore.get(task.id);
  return mainTask(situation) === task && (earlier === undefined || !sameStand(earlier, task));
}

/**
 * A short sleep that comes again and again ends after the deadline, too, when it is met just before it: a long one was
 * there at the look before, or lasts for longer than has gone by since.
 */
function mayBeOneOfMany({ since }: Situation, { id, stepMark }: TaskState, secondsLeft: number): boolean {
  const [before, last] = since.slice(-2);
  if (before === undefined || last === undefined || secondsLeft > last.seconds - before.seconds) return false;
  const earlier = before.capture.tasks.find((one) => one.id === id);
  const left = earlier?.wait?.bound?.secondsLeft ?? timerOf(earlier);
  if (earlier?.stepMark !== stepMark || left === null) return true;
  return Math.abs(before.seconds + left - (last.seconds + secondsLeft)) > SAME_TIMER_SECONDS;
}

function timerOf(task: TaskState | undefined): number | null {
  const on = task?.wait?.on;
  return on?.kind === 'timer' ? on.secondsLeft : null;
}

/** A limit for a round is none for the whole. */
function inLoop(situation: Situation, task: TaskState): boolean {
  const place = innermostOwn(task.stack);
  return (
    place !== null && (situation.surroundings(place)?.layers.some((layer) => layer.kind === 'loop') ?? false)
  );
}

function inCleanup(situation: Situation, place: CodePlace): boolean {
  const around = situation.surroundings(place);
  return around !== null && cleanupRegion(around) !== null;
}
