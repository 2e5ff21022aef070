/** Where a thread or task stands, in the service's own code, and whether a loop leads from one stand to another. */
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';

interface Standing {
  stack: readonly CodePlace[];
}

/** The same line of the user's code: a loop that sleeps in rounds comes back to it. */
export function sameStand(earlier: Standing, now: Standing): boolean {
  return standKey(earlier) === standKey(now);
}

function standKey({ stack }: Standing): string {
  return ownPlaces(stack)
    .map((place) => `${place.codeId}:${place.line}`)
    .join(' ');
}

export function ownPlaces(stack: readonly CodePlace[]): CodePlace[] {
  return stack.filter((place) => place.origin !== 'python');
}

export interface Parting {
  now: CodePlace[];
  before: CodePlace[];
  /** Index of the outermost place that is not the same; -1 for none. */
  index: number;
}

export function partingOf(now: Standing, before: Standing): Parting {
  const [places, earlier] = [ownPlaces(now.stack), ownPlaces(before.stack)];
  const index = places.findIndex(
    ({ codeId, line }, at) => codeId !== earlier[at]?.codeId || line !== earlier[at]?.line,
  );
  return { now: places, before: earlier, index };
}

/** A loop of the code that both stands have in common: whoever stands there comes by again and again. */
export function goesRound(situation: Situation, { now, before, index: parting }: Parting): boolean {
  return now.slice(0, parting + 1).some((place, index) => {
    const earlier = before[index];
    if (earlier === undefined || earlier.codeId !== place.codeId) return false;
    const around = situation.surroundings(place);
    // What cannot be read may go round.
    if (around === null) return true;
    return around.layers.some(
      (layer) =>
        layer.kind === 'loop' && layer.span.fromLine <= earlier.line && earlier.line <= layer.span.toLine,
    );
  });
}
