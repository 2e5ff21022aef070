/** Whether a task stands in the shutdown of a server; of the task alone, so that all else may build upon it. */
import type { TaskState } from '../python/model/capture.ts';
import type { CodePlace } from '../python/model/frame.ts';
import type { DrainRule } from './libraries/drains.ts';
import { drainRule, runsLifespan } from './libraries/drains.ts';
import type { Surroundings } from './source/surroundings.ts';
import { cleanupRegion } from './source/swallow.ts';

export interface Drain {
  rule: DrainRule;
  place: CodePlace;
}

/** The server's own code has the say there: what it has called of the service's is the service's. */
export function drainAt(task: TaskState): Drain | null {
  for (let index = task.stack.length - 1; index >= 0; index -= 1) {
    const place = task.stack[index];
    if (place === undefined || place.origin === 'user') return null;
    const rule = drainRule(place);
    if (rule !== null) return { rule, place };
  }
  return null;
}

/** A library's server that took a cancellation, or the signal, for its sign to end: what it waits for now is the drain. */
export function isDraining(task: TaskState, surroundings: (place: CodePlace) => Surroundings | null): boolean {
  const drain = drainAt(task);
  if (drain === null || drain.place.origin !== 'library') return false;
  if (drain.rule.onlyInShutdown === true) return true;
  const around = surroundings(drain.place);
  return around !== null && cleanupRegion(around) !== null;
}

/** The task in which a server runs the application's startup and shutdown. */
export function isLifespan(task: TaskState): boolean {
  return task.stack.some(runsLifespan);
}
