/** What a callable brings along: the object whose method it is, the arguments of a partial, what a nested function closes over. */
import { callableOf } from '../callable.ts';
import type { Session } from '../session.ts';

/** `partial(loop.call_soon_threadsafe, event.set)`: callables within callables. */
const MAX_DEPTH = 3;

/** The values themselves included. */
export function broughtAlong(session: Session, values: readonly number[]): Set<number> {
  const found = new Set<number>();
  let level = values;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    const next = level.filter((value) => value !== 0 && !found.has(value));
    for (const value of next) found.add(value);
    level = next.flatMap((value) => {
      const facts = callableOf(session, value);
      if (facts === null) return [];
      return [facts.self, ...facts.partialArguments, ...facts.closure().map(([, cell]) => cell)];
    });
  }
  return found;
}
