/**
 * `job.cancel()`, and then `await asyncio.shield(job)`: who waits at the shield has told the task inside itself. Up to 3.10 the
 * task keeps no count of that, but both stand in the waiter's code.
 */
import type { CodePlace } from '../../python/model/frame.ts';
import { lastPart } from '../dotted-name.ts';
import type { Surroundings } from '../source/surroundings.ts';
import type { AskedInput } from './asked-by-waiter.ts';

export function cancelledBehindShield({ tasks, graph, surroundings }: AskedInput, id: string): boolean {
  if (tasks.get(id)?.cancelRequests !== null) return false;
  return (graph.waiters.get(id) ?? []).some((waiter) =>
    (tasks.get(waiter)?.stack ?? []).some((place) => cancelsWhatItShields(place, surroundings)),
  );
}

function cancelsWhatItShields(
  place: CodePlace,
  surroundings: (place: CodePlace) => Surroundings | null,
): boolean {
  const around = place.origin === 'python' ? null : surroundings(place);
  if (around === null) return false;
  const shielded = around.calls.filter(({ callee }) => lastPart(callee) === 'shield');
  const names = shielded.flatMap(({ argumentNames }) => argumentNames.slice(0, 1));
  return (around.function?.calls ?? []).some(
    ({ callee, line }) => line <= around.line && names.some((name) => callee === `${name}.cancel`),
  );
}
