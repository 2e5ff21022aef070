/** Shutdowns in phases: each wait has a limit that is shorter than the grace period, and one comes after the other. */

import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Situation } from '../situation.ts';
import type { Layer } from '../source/surroundings.ts';
import { polledTasks } from '../waits/polled-tasks.ts';

/** Clocks of two looks and of the loop's own differ by less. */
const SAME_TIMER_SECONDS = 0.1;
/** Before that the grace period may well be enough for what is left. */
const LEAST_SHARE_OF_GRACE = 0.8;

export interface LimitsInTurn {
  /** How many were seen since the signal: two at least. */
  count: number;
  secondsLeft: number;
  /** Where the present one is set. */
  place: CodePlace;
}

/** A `while`, or a `for` over what never ends (itertools). */
function needNotEnd({ loop, text }: Extract<Layer, { kind: 'loop' }>): boolean {
  return loop !== 'for' || /\bin\s+(itertools\.)?(count|cycle|repeat)\(/.test(text);
}

/**
 * Null unless the task waits with a limit of the service's own code, and did with others since the signal. In the rounds of a
 * `while` that need not come to an end.
 */
export function limitsInTurn(situation: Situation, task: TaskState): LimitsInTurn | null {
  const { evidence, since, surroundings } = situation;
  const bound = task.wait?.bound ?? null;
  const place = bound?.frameIndex == null ? undefined : task.stack[bound.frameIndex];
  const last = since.at(-1);
  // One that has fired shows no time that is left: what was cancelled by it is waited for, and no next limit.
  if (bound === null || bound.secondsLeft <= 0 || place?.origin !== 'user' || last === undefined) return null;
  if (
    last.seconds + bound.secondsLeft <
    LEAST_SHARE_OF_GRACE * (evidence.graceSeconds ?? Number.POSITIVE_INFINITY)
  )
    return null;
  const ends = new Set<number>();
  for (const { seconds, capture } of since) {
    const left = taskAt(capture, task.id)?.wait?.bound?.secondsLeft;
    if (left === undefined || left <= 0) continue;
    const isKnown = [...ends].some((end) => Math.abs(end - (seconds + left)) < SAME_TIMER_SECONDS);
    if (!isKnown) ends.add(seconds + left);
  }
  if (ends.size < 2) return null;
  const isInRounds = task.stack.some(
    (one) =>
      one.origin === 'user' &&
      surroundings(one)?.layers.some((layer) => layer.kind === 'loop' && needNotEnd(layer)) !== false,
  );
  // Pauses between looks at whether others are done: what is waited for are those.
  return isInRounds || polledTasks(situation, task).length > 0
    ? null
    : { count: ends.size, secondsLeft: bound.secondsLeft, place };
}
