/**
 * Up to 3.10 a task keeps no count of who cancelled it, and a watch that joined after the signal has nothing to compare
 * with. But a shutdown that cancels a task waits for it afterwards, and both stand in its code.
 */
import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { findCalls } from '../source/calls.ts';
import type { Surroundings } from '../source/surroundings.ts';
import type { WaitGraph } from '../waits/graph.ts';

/** A waiter of a waiter (a gather in a helper) may have done the cancelling. */
const DEPTH = 3;

export interface AskedInput {
  tasks: ReadonlyMap<string, TaskState>;
  graph: WaitGraph;
  surroundings(place: CodePlace): Surroundings | null;
}

/** Somebody who waits for the task has called `cancel()` in the same function, above the line where it waits; or its TaskGroup was aborted. */
export function askedByWaiter({ tasks, graph, surroundings }: AskedInput, id: string): boolean {
  let ids = [id];
  const seen = new Set(ids);
  for (let depth = 0; depth < DEPTH && ids.length > 0; depth += 1) {
    ids = ids.flatMap((one) => [...(graph.waiters.get(one) ?? [])]).filter((one) => !seen.has(one));
    for (const one of ids) seen.add(one);
    const waiters = ids.flatMap((one) => tasks.get(one) ?? []);
    if (waiters.some(hasAbortedGroup)) return true;
    const stacks = waiters.flatMap((one) => one.stack);
    if (stacks.some((place) => place.origin === 'user' && cancelsAbove(surroundings(place)))) return true;
  }
  return false;
}

/** It cancels each task that the group has (asyncio/taskgroups.py, `_abort`). */
function hasAbortedGroup({ wait }: TaskState): boolean {
  return wait?.on.kind === 'tasks' && wait.on.group === 'task-group' && wait.on.cancelRequested;
}

function cancelsAbove(around: Surroundings | null): boolean {
  if (around === null || around.function === null) return false;
  return findCalls(around.function, ['cancel']).some(({ line, awaited }) => line <= around.line && !awaited);
}
