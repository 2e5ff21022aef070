/** What the signal set going, and what came back to rest: a loop that starts anew what the handler has ended. */
import type { Capture } from '../python/model/capture.ts';
import type { Situation } from './situation.ts';

/**
 * At the signal a task took a step, or others took its place, and at no look since then did any: what goes on as usual
 * does so at any time. Told only by looks before the signal and at least two since, the first left out, as it may have
 * met the steps themselves.
 */
export function turnedOnce({ before, since }: Pick<Situation, 'before' | 'since'>): boolean {
  const looks = since.slice(1);
  const first = looks[0];
  if (before === null || first === undefined || looks.length < 2) return false;
  const stands = standsOf(first.capture);
  if (looks.some(({ capture }) => !isSame(stands, standsOf(capture)))) return false;
  return !isSame(standsOf(before), stands);
}

/** Where each task stands, and for what. */
function standsOf({ tasks }: Capture): ReadonlyMap<string, string> {
  return new Map(tasks.map(({ id, name, stepMark }) => [`${id} ${name}`, stepMark]));
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, mark]) => other.get(key) === mark);
}
