/** Programs whose main task is a library's: servers and workers of which no record tells. */

import type { TaskState } from '../../python/model/capture.ts';
import { once } from '../once.ts';
import { hasReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import { mainTask } from './main-task.ts';
import { isRunUntilComplete } from './run-until-complete.ts';

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

/** select(2), poll(2), epoll_wait(2) and their kin. */
const SELECTS = /^_?(p?select6?|p?poll|epoll_p?wait2?)$/;

/** In the loop of a server without tasks, which knows nothing of the service's flags: a handler of its own would have ended it. */
export function idlesInLibrary({ last, mainThread: main }: Situation): boolean {
  if (main === null || last.tasks.length > 0) return false;
  if (main.waitsFor.kind !== 'selector' && !SELECTS.test(main.syscallName ?? '')) return false;
  return main.stack.findLast(({ origin }) => origin !== 'python')?.origin === 'library';
}
