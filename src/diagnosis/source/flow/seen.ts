/** What memory told of a frame, for the walk through its source: what a name stands for, and what a `with` is of. */
import type { ContextItem, Step } from '../syntax/tree.ts';
import type { Answer, Thrown } from './exceptions.ts';

/** A manager as it was met. */
export interface SeenManager {
  kind: 'suppress' | 'with';
  /** What it does with an exception; null where its code could not be read. */
  swallows(thrown: Thrown): Answer | null;
}

export interface SeenInFrame {
  /** Names in `except` clauses, as written, and the classes they stand for. */
  classes: ReadonlyMap<string, readonly string[]>;
  /** Of the `with` blocks around the place, outermost first. */
  managers: readonly SeenManager[];
}

/** By the item of its `with`; empty where memory and source do not count as many. */
export function managersByItem(
  seen: SeenInFrame | null,
  way: readonly Step[],
): ReadonlyMap<ContextItem, SeenManager> {
  const items = way.flatMap(({ statement, part }) =>
    statement.kind === 'with' && part.part === 'body' ? statement.items : [],
  );
  if (seen === null || items.length !== seen.managers.length) return new Map();
  return new Map(
    items.flatMap((item, index) => {
      const manager = seen.managers[index];
      return manager === undefined ? [] : [[item, manager] as const];
    }),
  );
}
