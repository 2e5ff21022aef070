/** How often a loop has gone round between two looks at a task. */
import type { Capture, TaskState } from '../../python/model/capture.ts';

/** What a turn of a loop begins at most, beside a step of each of its tasks. */
const OTHERS_IN_A_TURN = 1_000;

/** A task at a look. */
export interface Met {
  capture: Capture;
  task: TaskState;
}

/** Callbacks that its loop has begun between the looks; 0 where that cannot be told. */
export function turnsBetween(first: Met, later: Met): number {
  const taken = ({ capture, task }: Met) =>
    capture.loops.find((one) => one.id === task.loopId)?.callbacksTaken ?? null;
  const [before, after] = [taken(first), taken(later)];
  return before === null || after === null ? 0 : after - before;
}

export function mostInATurn({ capture }: Met): number {
  return OTHERS_IN_A_TURN + capture.tasks.length;
}
