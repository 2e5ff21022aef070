/** Work that gets less from look to look: a shutdown that goes on, and when it would end (causes.md, "Progress"). */
import type { Capture, TaskState } from '../python/model/capture.ts';
import type { Situation } from './situation.ts';
import { secondsLabel } from './words.ts';

export interface Backlog {
  first: Count;
  last: Count;
  /** Until nothing is left, at the pace since the first count. */
  secondsLeft: number;
}

interface Count {
  /** Since the signal. */
  seconds: number;
  left: number;
}

const LEAST_COUNTS = 3;
/** What gets less once and no more is not worked off. */
const LEAST_DROPS = 2;
/** A pause of so many items is a stop. */
const PAUSE_ITEMS = 3;

/**
 * Null unless what is left has become less again and again since the signal, has not become more, is still becoming less, and
 * would not be done before the deadline. `leftIn`: null where a look does not tell.
 */
export function backlogOf(
  { since, evidence }: Situation,
  leftIn: (capture: Capture) => number | null,
): Backlog | null {
  if (evidence.signal === null || evidence.graceSeconds === null) return null;
  const counts = since.flatMap(({ seconds, capture }): Count[] => {
    const left = leftIn(capture);
    return left === null ? [] : [{ seconds, left }];
  });
  const [first] = counts;
  const last = counts.at(-1);
  if (first === undefined || last === undefined || counts.length < LEAST_COUNTS || last.left <= 0)
    return null;
  const steps = counts.slice(1).map(({ left }, index) => left - (counts[index]?.left ?? 0));
  if (steps.some((step) => step > 0) || steps.filter((step) => step < 0).length < LEAST_DROPS) return null;
  const secondsEach = (last.seconds - first.seconds) / (first.left - last.left);
  const before = counts.at(-2)?.seconds ?? first.seconds;
  const changedAt = counts.find(({ left }) => left === last.left)?.seconds ?? last.seconds;
  if (last.seconds - changedAt > Math.max(PAUSE_ITEMS * secondsEach, last.seconds - before)) return null;
  const secondsLeft = last.left * secondsEach;
  return last.seconds + secondsLeft > evidence.graceSeconds ? { first, last, secondsLeft } : null;
}

/** Of the queue whose `join()` the task waits in. */
export function backlogOfTask(situation: Situation, { wait }: TaskState): Backlog | null {
  const on = wait?.on;
  if (on?.kind !== 'primitive' || on.role !== 'join') return null;
  return backlogOf(
    situation,
    ({ primitives }) => primitives.find(({ id }) => id === on.primitiveId)?.unfinished ?? null,
  );
}

/** As clauses of evidence. */
export function backlogEvidence({ first, last, secondsLeft }: Backlog): string[] {
  return [
    `${first.left} were left ${secondsLabel(first.seconds)} after the signal, ${last.left} after ${secondsLabel(last.seconds)}`,
    `at this pace the rest takes another ${secondsLabel(secondsLeft)}`,
  ];
}
