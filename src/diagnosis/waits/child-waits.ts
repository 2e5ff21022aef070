/** Waits for a child's exit on the thread of an event loop. */

import type { TaskState } from '../../python/model/capture.ts';
import { once } from '../once.ts';
import { hasGoneOn } from '../shutdown/gone-on.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { isShutdownPlace } from '../shutdown/shutdown-place.ts';
import type { Situation } from '../situation.ts';
import type { BlockedLoop } from './blocked-loops.ts';
import { blockedLoops } from './blocked-loops.ts';

/**
 * It belongs to the shutdown: a cancelled task's, or in a function whose name or place says so. Then the child must change
 * that does not end, and not the loop's use of the wait. One that was under way before the signal is the service's work.
 */
export function isShutdownChildWait(situation: Situation, { thread, task, place }: BlockedLoop): boolean {
  const { before, evidence } = situation;
  if (thread.waitsFor.kind !== 'child' || evidence.signal === null) return false;
  const earlier = before?.threads.find((one) => one.id === thread.id)?.stack ?? [];
  if (earlier.some((one) => one.codeId === place?.codeId && one.line === place.line)) return false;
  if (task?.handling.some((one) => one.isCancelled)) return true;
  if (task !== null && mainTask(situation) === task && hasGoneOn(situation, task)) return true;
  return thread.stack.some((one) => one.origin !== 'python' && isShutdownPlace(situation, one));
}

/** The main thread's; null when its loop is not held by such a wait. */
export const childWaitOnMainLoop = once((situation): BlockedLoop | null => {
  const blocked = blockedLoops(situation).find(({ thread }) => thread.isMain);
  return blocked !== undefined && isShutdownChildWait(situation, blocked) ? blocked : null;
});

/** Of a task: for what a child does on its way out; that it reads what is written to it is no end. */
export function awaitsChildEnd({ wait }: TaskState): boolean {
  return wait?.on.kind === 'child' && wait.on.what !== 'input';
}
