/** Whether a task stands in the shutdown of a server; of the task alone, so that all else may build upon it. */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { DrainRule } from '../libraries/drains.ts';
import { drainRule, runsLifespan } from '../libraries/drains.ts';
import type { Surroundings } from '../source/surroundings.ts';
import { cleanupRegion } from '../source/swallow.ts';

export interface Drain {
  rule: DrainRule;
  place: CodePlace;
}

/** Innermost. The server's own code has the say there: what it has called of the service's is the service's. */
export function drainAt(task: TaskState): Drain | null {
  return drainsAt(task)[0] ?? null;
}

/** As the user knows it: the library's server rather than asyncio's in it. */
export function drainingServerAt(task: TaskState): string | null {
  const drains = drainsAt(task);
  return (drains.find(({ place }) => place.origin === 'library') ?? drains[0])?.rule.server ?? null;
}

/** Innermost first: a server of a library's may wait in one of asyncio's. */
function drainsAt({ stack }: TaskState): Drain[] {
  const drains: Drain[] = [];
  for (const place of stack.toReversed()) {
    if (place.origin === 'user') break;
    const rule = drainRule(place);
    if (rule !== null) drains.push({ rule, place });
  }
  return drains;
}

/** A library's server that took a cancellation, or the signal, for its sign to end: what it waits for now is the drain. */
export function isDraining(
  task: TaskState,
  surroundings: (place: CodePlace) => Surroundings | null,
): boolean {
  const drain = drainsAt(task).find(({ place }) => place.origin === 'library');
  if (drain === undefined) return false;
  if (drain.rule.onlyInShutdown === true) return true;
  const around = surroundings(drain.place);
  return around !== null && cleanupRegion(around) !== null;
}

/** The task in which a server runs the application's startup and shutdown. */
export function isLifespan(task: TaskState): boolean {
  return task.stack.some(runsLifespan);
}
