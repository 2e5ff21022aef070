/** Requests that were refused: by the awaited future, or by the task's own `cancel()`. */
import type { TaskState } from '../../python/model/capture.ts';

export interface RefusalInput {
  tasks: ReadonlyMap<string, TaskState>;
  tasksBefore: ReadonlyMap<string, TaskState>;
  askedByWaiter: (id: string) => boolean;
}

/**
 * `must_cancel` with a waiter. An object that is no asyncio future, but behaves like one (`_asyncio_future_blocking`), shows
 * no state.
 */
export function isRefused({ mustCancel, activity, waiterState, wait }: TaskState): boolean {
  const isPending = waiterState === 'pending' || (waiterState === null && wait?.on.kind === 'unknown');
  return mustCancel && activity === 'waiting' && isPending;
}

/** Its class has a `cancel()` of its own, which was called, and nothing came of it. */
export function refusesToBeCancelled(task: TaskState, input: RefusalInput): boolean {
  const { tasks, askedByWaiter } = input;
  if (task.ownCancel === undefined || task.activity !== 'waiting') return false;
  if (task.mustCancel || (task.cancelRequests ?? 0) > 0 || task.waiterState === 'cancelled') return false;
  const isRefusedBy = (id: string) => {
    const waiter = tasks.get(id);
    return waiter !== undefined && isRefused(waiter);
  };
  if (task.awaitedBy.some(isRefusedBy)) return true;
  if (task.ownCancel.passesOn && !isUntouched(task, input)) return false;
  return task.inToCancel === true || askedByWaiter(task.id);
}

/**
 * One that passes on what it is asked does so on some of its ways only: had it now, the counter would tell, or, up to 3.10,
 * a step, unless what the task waits for is another that may have kept the request.
 */
function isUntouched(
  { id, cancelRequests, stepMark, wait }: TaskState,
  { tasksBefore }: RefusalInput,
): boolean {
  if (cancelRequests !== null) return true;
  const kind = wait?.on.kind;
  return (
    kind !== 'task' && kind !== 'tasks' && kind !== 'shield' && tasksBefore.get(id)?.stepMark === stepMark
  );
}
