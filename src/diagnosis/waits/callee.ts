import type { CallFacts } from '../source/surroundings.ts';

/** `self.peer.done.wait` → `done` and `wait`. */
export function splitCallee({ callee }: CallFacts): { object: string; method: string } {
  const parts = callee.split('.');
  return { method: parts.at(-1) ?? '', object: parts.at(-2) ?? '' };
}
