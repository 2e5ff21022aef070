/**
 * A task that a capture met in the middle of a step may have lost the inner frames of its chain: then the chain that an
 * earlier capture saw of it, which begins with the same frames, tells more. A task whose scope cancels it again and again
 * (anyio) is hardly ever met at rest.
 */

import type { Capture, TaskState } from '../../python/model/capture.ts';
import { isCancelledAgainAndAgain } from '../cancellation/cancellation.ts';
import type { CaptureAt } from '../context.ts';
import { taskAt } from './at-look.ts';

interface Others {
  /** Since the signal. */
  looks: readonly CaptureAt[];
  /** The last one before it. */
  before: Capture | null;
}

/** The capture with the chains of its tasks made whole, itself where there is nothing to mend. */
export function withWholeStacks(last: Capture, { looks, before }: Others): Capture {
  const runs = last.loops.some(({ state }) => state === 'running');
  const isMoving = (task: TaskState) => isTorn(task) && (runs || isCancelledAgainAndAgain(task));
  const captures = looks.map((one) => one.capture).toReversed();
  if (!(runs || last.tasks.some(isCancelledAgainAndAgain))) return last;
  const alive = new Set(last.tasks.map(({ id }) => id));
  return {
    ...last,
    tasks: last.tasks.map((task) => {
      // Where it was before the signal is where it still goes round, if it is cancelled at every turn.
      const isToldAgain = isCancelledAgainAndAgain(task);
      const others = isToldAgain && before !== null ? [...captures, before] : captures;
      const inExit = task.activity === 'waiting' && !isToldAgain ? null : atGroupExit(task, others, alive);
      if (inExit !== null) return inExit;
      return isMoving(task) ? wholeOf(task, others) : task;
    }),
  };
}

function isTorn({ stack }: TaskState): boolean {
  return !stack.some((place) => place.origin === 'user');
}

/** `captures`: the newest first. */
function wholeOf(task: TaskState, captures: readonly Capture[]): TaskState {
  for (const capture of captures) {
    const earlier = taskAt(capture, task.id);
    if (earlier?.name !== task.name || earlier.coroutine !== task.coroutine) continue;
    if (earlier.stack.length > task.stack.length && continues(task, earlier))
      return { ...task, stack: earlier.stack, handling: earlier.handling, wait: earlier.wait };
  }
  return task;
}

const EXIT_OF_GROUP = /^TaskGroup\._?_?aexit(__)?$/;

/**
 * It was met at the exit of a task group, and a task of that is there still: until all are done the exit is not left (anyio
 * and asyncio, `TaskGroup.__aexit__`), however often it is cancelled and waits anew.
 */
function atGroupExit(
  task: TaskState,
  captures: readonly Capture[],
  alive: ReadonlySet<string>,
): TaskState | null {
  for (const capture of captures) {
    const earlier = taskAt(capture, task.id);
    const on = earlier?.wait?.on;
    if (earlier?.name !== task.name || on?.kind !== 'tasks' || !on.pending.some((id) => alive.has(id)))
      continue;
    const exit = earlier.stack.findLastIndex(({ function: name }) => EXIT_OF_GROUP.test(name));
    const isFurther = earlier.stack.slice(exit + 1).some(({ origin }) => origin === 'user');
    if (exit >= 0 && !isFurther && isAlike(task.stack, earlier.stack.slice(0, exit + 1)))
      return {
        ...task,
        activity: 'waiting',
        stack: earlier.stack,
        handling: earlier.handling,
        wait: earlier.wait,
      };
  }
  return null;
}

/** As far as both go. */
function isAlike(stack: TaskState['stack'], other: TaskState['stack']): boolean {
  return other.every((place, index) => stack[index] === undefined || stack[index]?.codeId === place.codeId);
}

/** At rest its own innermost line must be the same too: else it has left what was further in. */
function continues({ activity, stack }: TaskState, earlier: TaskState): boolean {
  return stack.every(({ codeId, line }, index) => {
    const place = earlier.stack[index];
    return place?.codeId === codeId && (activity !== 'waiting' || place.line === line);
  });
}
