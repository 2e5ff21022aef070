/** Work that gets less from look to look: a shutdown that goes on, and when it would end (causes.md, "Progress"). */

import type { Capture, TaskState, WorkLeft } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { primitiveAt, taskAt } from '../looks/at-look.ts';
import { once } from '../once.ts';
import { hasLeft } from '../shutdown/left-work.ts';
import { mainTask } from '../shutdown/main-task.ts';
import type { Situation } from '../situation.ts';
import { polledTasks } from '../waits/polled-tasks.ts';
import { secondsLabel } from '../words.ts';
import { isTakenFrom } from './emptying.ts';

export interface Backlog<Kind extends BacklogKind = BacklogKind> {
  what: Kind;
  first: Count;
  last: Count;
  /** Until nothing is left, at the pace since the first count. */
  secondsLeft: number;
}

/** Items of a queue, tasks that are waited for together, jobs of a pool, rounds of a loop. */
export type BacklogKind = DrainKind | 'jobs';
/** Those that are the shutdown's own; jobs answer for themselves. */
export type DrainKind = 'items' | 'tasks' | 'rounds';

interface Count {
  /** Since the signal. */
  seconds: number;
  left: number;
}

/** What gets less once and no more is not worked off. Of tasks and rounds, any may be the one that does not end. */
const LEAST_DROPS: Readonly<Record<BacklogKind, number>> = { items: 2, jobs: 2, tasks: 3, rounds: 3 };
const FEWEST_DROPS = 2;
const PIECES_A_DROP = 2;
const LEAST_LEFT: Readonly<Record<BacklogKind, number>> = { items: 1, jobs: 1, tasks: 3, rounds: 1 };
/** A pause that is as long as so many pieces took before is a stop. */
const LONGEST_PAUSE = 1.5;

/**
 * Null unless what is left has become less again and again since the signal, has not become more, is still becoming less, and
 * would not be done before the deadline; of a stop that was slow in any case. `leftIn`: null where a look does not tell.
 */
export function backlogOf<Kind extends BacklogKind>(
  { since, evidence }: Situation,
  what: Kind,
  leftIn: (capture: Capture) => number | null,
  leastDrops = LEAST_DROPS[what],
): Backlog<Kind> | null {
  if (evidence.signal === null || evidence.graceSeconds === null) return null;
  const counts = since.flatMap(({ seconds, capture }): Count[] => {
    const left = leftIn(capture);
    return left === null ? [] : [{ seconds, left }];
  });
  const [first] = counts;
  const last = counts.at(-1);
  if (first === undefined || last === undefined || last.left < LEAST_LEFT[what]) return null;
  const steps = counts.slice(1).map(({ left }, index) => left - (counts[index]?.left ?? 0));
  const drops = steps.filter((step) => step < 0).length;
  const done = first.left - last.left;
  if (steps.some((step) => step > 0) || !hasDroppedEnough(what, drops, done, leastDrops)) return null;
  const secondsEach = (last.seconds - first.seconds) / done;
  const changedAt = counts.find(({ left }) => left === last.left)?.seconds ?? last.seconds;
  if (last.seconds - changedAt > LONGEST_PAUSE * secondsEach) return null;
  const secondsLeft = last.left * secondsEach;
  // Who goes through its rounds answers for them in any case; of the others, who waits does, and not who works.
  const isAsked = evidence.endedLater === true && what !== 'rounds';
  return isAsked || last.seconds + secondsLeft > evidence.graceSeconds
    ? { what, first, last, secondsLeft }
    : null;
}

/** On a crowded machine there is time for few looks: of rounds, which come one after the other, many between two tell as much. */
function hasDroppedEnough(what: BacklogKind, drops: number, done: number, least: number): boolean {
  if (drops >= least) return true;
  return what === 'rounds' && drops >= FEWEST_DROPS && done >= PIECES_A_DROP * LEAST_DROPS.rounds;
}

/** Those that wait for, or go through, something that becomes less. */
export const drainingTasks = once((situation): TaskState[] => {
  if (situation.evidence.signal === null) return [];
  const inRounds = new Set(situation.last.workLeft.map(({ taskId }) => taskId));
  return situation.last.tasks.filter(
    (one) => (mayWait(one) || inRounds.has(one.id)) && backlogOfTask(situation, one) !== null,
  );
});

function mayWait({ wait }: TaskState): boolean {
  return wait?.on.kind === 'tasks' || (wait?.on.kind === 'primitive' && wait.on.role === 'join');
}

export interface TaskBacklog {
  backlog: Backlog<DrainKind>;
  /** The frame that goes through the rounds; null for the innermost. */
  frameIndex: number | null;
}

/** What the task waits for, or goes through, piece by piece. */
export function backlogOfTask(situation: Situation, task: TaskState): TaskBacklog | null {
  const backlog = ofQueue(situation, task) ?? ofGroup(situation, task);
  if (backlog !== null) return { backlog, frameIndex: null };
  // Of rounds in which it asks whether others are done, those others tell when they end.
  if (polledTasks(situation, task).length > 0) return null;
  const isMain = mainTask(situation) === task;
  const earlier = situation.tasksBefore.get(task.id);
  // A round of the work that it did before the signal is no part of its shutdown.
  if (isMain && earlier !== undefined && !hasLeft(situation, task, earlier)) return null;
  const sleeps = task.wait?.on.kind === 'timer';
  return ofRounds(situation, { isMain, stack: task.stack, sleeps }, ({ taskId }) => taskId === task.id);
}

/** Of the queue whose `join()` the task waits in. */
function ofQueue(situation: Situation, { wait }: TaskState): Backlog<DrainKind> | null {
  const on = wait?.on;
  if (on?.kind !== 'primitive' || on.role !== 'join') return null;
  return backlogOf(situation, 'items', (capture) => primitiveAt(capture, on.primitiveId)?.unfinished ?? null);
}

/** Of tasks that do the same, and are waited for together. */
function ofGroup(situation: Situation, { id, wait }: TaskState): Backlog<DrainKind> | null {
  const on = wait?.on;
  if (on?.kind !== 'tasks' || on.any || on.pending.length < LEAST_LEFT.tasks) return null;
  const names = new Set(on.pending.map((one) => situation.tasks.get(one)?.coroutine));
  const isHeld = on.pending.some((one) => situation.cancellation.get(one) === 'swallowed');
  if (names.size !== 1 || isHeld) return null;
  return backlogOf(situation, 'tasks', (capture) => {
    const then = taskAt(capture, id)?.wait?.on;
    return then?.kind === 'tasks' && then.group === on.group && then.total === on.total
      ? then.pending.length
      : null;
  });
}

/** Some of the tasks that it waits for together have ended since the signal: the others may yet. */
export function isGettingFewer({ since }: Situation, id: string): boolean {
  const counts = since.flatMap(({ capture }) => {
    const on = taskAt(capture, id)?.wait?.on;
    return on?.kind === 'tasks' ? [on.pending.length] : [];
  });
  return (counts.at(-1) ?? 0) < (counts[0] ?? 0);
}

/**
 * The outermost loop that goes on. A loop that the main task or thread was in before the signal is its work, and no part of
 * the shutdown.
 */
export function ofRounds(
  situation: Situation,
  { isMain, stack, sleeps }: { isMain: boolean; stack: readonly CodePlace[]; sleeps: boolean },
  isOwner: (work: WorkLeft) => boolean,
): TaskBacklog | null {
  const { before, last } = situation;
  if (before === null) return null;
  // From 3.15 on the list itself is what is gone through, and a container in sight besides.
  const isSame = (one: WorkLeft, work: WorkLeft) =>
    one.id === work.id && one.in.kind === work.in.kind && isOwner(one);
  const isEarlier = (work: WorkLeft) =>
    work.in.kind === 'iterator' && before.workLeft.some((one) => isSame(one, work));
  const all = last.workLeft.filter((one) => isOwner(one) && !(isMain && isEarlier(one)));
  for (const work of all.toSorted((a, b) => a.frameIndex - b.frameIndex)) {
    const place = stack[work.frameIndex];
    if (place === undefined) continue;
    const backlog = backlogOf(
      situation,
      'rounds',
      (capture) => capture.workLeft.find((one) => isSame(one, work))?.left ?? null,
      // What only sleeps is sure to come to its next round.
      sleeps && work.in.kind === 'iterator' ? 1 : undefined,
    );
    if (backlog !== null && isTakenFrom(situation, place, work))
      return { backlog, frameIndex: work.frameIndex };
  }
  return null;
}

/** As clauses of evidence. */
export function backlogEvidence({ what, first, last, secondsLeft }: Backlog): string[] {
  return [
    `${first.left} ${what} were left ${secondsLabel(first.seconds)} after the signal, ${last.left} after ${secondsLabel(last.seconds)}`,
    `at this pace the rest takes another ${secondsLabel(secondsLeft)}`,
  ];
}
