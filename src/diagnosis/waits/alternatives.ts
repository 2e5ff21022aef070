/** Waits for whichever comes first: `asyncio.wait({force, drained}, return_when=FIRST_COMPLETED)`. */
import type { TaskState } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';

/**
 * Sinks without the bare waits for an event that are no more than another way out of such a wait: a second signal, a button.
 * Of the rest something of the service's own is seen to go on, and that is what the wait was begun for.
 */
export function withoutAlternatives(situation: Situation, sinks: readonly string[]): string[] {
  return sinks.filter((id) => !isAlternative(situation, id));
}

function isAlternative({ graph, tasks, primitives }: Situation, id: string): boolean {
  const on = tasks.get(id)?.wait?.on;
  if (on?.kind !== 'primitive' || on.role !== 'wait' || primitives.get(on.primitiveId)?.kind !== 'event')
    return false;
  const waiters = graph.waiters.get(id) ?? [];
  if (!isBare(tasks.get(id)) || waiters.length === 0) return false;
  return waiters.every(
    (waiter) =>
      graph.isAnyOf(waiter) &&
      (graph.edges.get(waiter) ?? []).some((other) => other !== id && !isBare(tasks.get(other))),
  );
}

/** It runs nothing but a method of asyncio's: what `ensure_future(event.wait())` makes. */
function isBare(task: TaskState | undefined): boolean {
  return task === undefined || task.stack.every(({ origin }) => origin === 'python');
}
