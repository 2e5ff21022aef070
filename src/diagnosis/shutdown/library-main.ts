/** Programs whose main task is a library's: servers and workers of which no record tells. */

import type { TaskState } from '../../python/model/capture.ts';
import { once } from '../once.ts';
import { hasReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import { isRunUntilComplete, mainTask } from './main-task.ts';

/**
 * The library that runs the program and, now that it was told to stop, waits for something that no edge shows (an event
 * that compiled code sets); null when the task is no such main task.
 */
export function libraryThatDrains(situation: Situation, task: TaskState): string | null {
  const cancellation = situation.cancellation.get(task.id);
  if (cancellation !== 'not-requested' && cancellation !== 'unknown') return null;
  if (!task.doneCallbacks.some(isRunUntilComplete) || situation.graph.edges.has(task.id)) return null;
  if (task.stack.some((place) => place.origin === 'user')) return null;
  const place = task.stack.findLast((one) => one.origin === 'library');
  if (place === undefined || situation.evidence.signal === null || !hasReacted(situation)) return null;
  return place.package;
}

/**
 * The library that runs the program, from the main task's first frame to its last (uvicorn, aiohttp's run_app): what stops it
 * is a handler of its own. Null when the service's code is among them.
 */
export const libraryThatRuns = once((situation): string | null => {
  const stack = mainTask(situation)?.stack ?? [];
  if (stack.some(({ origin }) => origin === 'user')) return null;
  return stack.find(({ origin }) => origin === 'library')?.package ?? null;
});
