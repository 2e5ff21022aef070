/** Requests that were refused: by the awaited future, or by the task's own `cancel()`. */
import type { TaskState } from '../../python/model/capture.ts';

export interface RefusalInput {
  tasks: ReadonlyMap<string, TaskState>;
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
export function refusesToBeCancelled(task: TaskState, { tasks, askedByWaiter }: RefusalInput): boolean {
  if (task.ownCancel === undefined || task.activity !== 'waiting') return false;
  if (task.mustCancel || (task.cancelRequests ?? 0) > 0 || task.waiterState === 'cancelled') return false;
  const isRefusedBy = (id: string) => {
    const waiter = tasks.get(id);
    return waiter !== undefined && isRefused(waiter);
  };
  if (task.awaitedBy.some(isRefusedBy)) return true;
  // What hands it on may have been told, and have kept it: up to 3.10 no counter tells.
  if (task.ownCancel.passesOn && task.cancelRequests === null) return false;
  return task.inToCancel === true || (!task.ownCancel.passesOn && askedByWaiter(task.id));
}
