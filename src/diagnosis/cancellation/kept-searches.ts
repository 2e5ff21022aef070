/** Searches that were made already: thousands of tasks that stand at one await are one search. */
import type { CodePlace } from '../../python/model/frame.ts';
import { once } from '../once.ts';
import type { Situation } from '../situation.ts';

/** All that a search goes by, beside the situation. */
export interface SearchKey {
  stack: readonly CodePlace[];
  /** Where the task stood when the cancellation came; null where that does not count. */
  landed: readonly CodePlace[] | null;
  isTold: boolean;
  /** What memory told of its frames, in one word: tasks with the same are alike. */
  seen: string;
}

/** The search, made once for all tasks whose stacks are the same arrays and whose frames are alike. */
export function keepSearches<K extends SearchKey, T>(search: (situation: Situation, key: K) => T) {
  const kept = once(() => new Map<readonly CodePlace[], (SearchKey & { found: T })[]>());
  return (situation: Situation, key: K): T => {
    const ofStacks = kept(situation);
    const { stack, landed, isTold, seen } = key;
    const alike = ofStacks.get(stack) ?? [];
    const known = alike.find((one) => one.landed === landed && one.isTold === isTold && one.seen === seen);
    if (known !== undefined) return known.found;
    const found = search(situation, key);
    alike.push({ stack, landed, isTold, seen, found });
    ofStacks.set(stack, alike);
    return found;
  };
}
