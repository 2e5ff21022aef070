/** Children that the shutdown has made for its own work, and waits for. */
import type { TaskState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import { innermostCleanup } from './cleanup-place.ts';
import { hasGoneOn } from './gone-on.ts';
import { isInLoop } from './in-loop.ts';
import { mainTask } from './main-task.ts';
import { isMadeByHandler, shutdownTaskOf } from './shutdown-tasks.ts';

const MOST_PARENTS = 3;

/**
 * A child that was not there before the signal, and who waits for it is the shutdown: started by the handler, unwinding, or
 * come past where it stood without a loop that would bring it back there; or is such a child itself.
 */
export function isMadeByShutdown(situation: Situation, task: TaskState, depth = MOST_PARENTS): boolean {
  const { before, tasksBefore, graph, tasks } = situation;
  if (before === null || tasksBefore.has(task.id)) return false;
  return (graph.waiters.get(task.id) ?? []).some((id) => {
    const waiter = tasks.get(id);
    const cancellation = situation.cancellation.get(id);
    if (waiter === undefined || cancellation === 'swallowed') return false;
    if (isMadeByHandler(situation, waiter) || shutdownTaskOf(situation, waiter) !== null) return true;
    if (cancellation === 'unwinding') return true;
    if (depth > 1 && isMadeByShutdown(situation, waiter, depth - 1)) return true;
    if (isInLoop(situation, waiter)) return false;
    if (waiter === mainTask(situation)) return hasGoneOn(situation, waiter);
    return innermostCleanup(situation, waiter) !== null;
  });
}
