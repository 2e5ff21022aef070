/** Whether a task stands still: a hang that progresses is slow rather than stuck (causes.md, "Progress"). */

import type { TaskState } from '../../python/model/capture.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Situation } from '../situation.ts';

/** A timer is read a moment before or after the look it belongs to, and on a busy machine a look takes its time. */
const SAME_TIMER_SECONDS = 0.05;

/** Over the looks since the signal, the first left out: it may have met what the signal set going. Of two alone, only that nothing has changed is told. */
export function progressOf({ since }: Situation, { id }: TaskState): 'none' | 'steps' | 'unknown' {
  if (since.length < 2) return 'unknown';
  const isFirstAsked = since.length === 2;
  const stands = since.slice(isFirstAsked ? 0 : 1).map(({ seconds, capture }) => {
    const task = taskAt(capture, id);
    return { mark: task?.stepMark, endsAt: timerOf(task, seconds), late: capture.durationMs / 1000 };
  });
  const last = stands.at(-1);
  if (last === undefined) return 'unknown';
  const isSame = stands.every(
    ({ mark, endsAt, late }) => mark === last.mark && isSameTimer(endsAt, last.endsAt, late + last.late),
  );
  if (isSame) return 'none';
  return isFirstAsked ? 'unknown' : 'steps';
}

/** A coroutine that is made anew each round may lie where the last one lay; the timer it sleeps by is another. */
export function timerOf(task: TaskState | undefined, seconds: number): number | null {
  const on = task?.wait?.on;
  return on?.kind === 'timer' ? seconds + on.secondsLeft : null;
}

/** `lateSeconds`: for how long the two looks went on. */
export function isSameTimer(one: number | null, other: number | null, lateSeconds: number): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) < SAME_TIMER_SECONDS + lateSeconds;
}
