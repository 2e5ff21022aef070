/** Questions about a whole situation. */
import type { Situation } from './situation.ts';

/** Keeps the answer to a question that looks at all tasks, since it is asked for each of thousands of them. */
export function once<T>(answer: (situation: Situation) => T): (situation: Situation) => T {
  const known = new WeakMap<Situation, { given: T }>();
  return (situation) => {
    let kept = known.get(situation);
    if (kept === undefined) {
      kept = { given: answer(situation) };
      known.set(situation, kept);
    }
    return kept.given;
  };
}
