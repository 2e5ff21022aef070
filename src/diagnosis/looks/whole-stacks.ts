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
  if (!last.tasks.some(isMoving)) return last;
  const captures = looks.map((one) => one.capture).toReversed();
  return {
    ...last,
    tasks: last.tasks.map((task) => {
      // Where it was before the signal is where it still goes round, if it is cancelled at every turn.
      const others = isCancelledAgainAndAgain(task) && before !== null ? [...captures, before] : captures;
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

/** At rest its own innermost line must be the same too: else it has left what was further in. */
function continues({ activity, stack }: TaskState, earlier: TaskState): boolean {
  return stack.every(({ codeId, line }, index) => {
    const place = earlier.stack[index];
    return place?.codeId === codeId && (activity !== 'waiting' || place.line === line);
  });
}
