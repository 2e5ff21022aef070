/** Which task waits for which, as pairs, and which of them are drawn as one. */
import type { Survivor } from '../../../report.ts';
import type { Forest } from '../forest.ts';

/** Who waits, and for whom. */
type Wait = readonly [waiter: Survivor, target: Survivor];

const HELD = /\bheld by (?:task )?'([^']+)'/;
/** A ring of tasks that are alike is drawn as a ring up to so many. */
const SPLIT = 8;

export function waitsBetween(survivors: readonly Survivor[], forest: Forest): Wait[] {
  const waits: Wait[] = [];
  for (const [task, waiters] of forest.graph.waiters)
    for (const waiter of waiters) waits.push([waiter, task]);
  return [...waits, ...lockWaits(survivors)];
}

/** Who waits for a lock waits for its holder: no `awaitedBy` says so. */
function lockWaits(survivors: readonly Survivor[]): Wait[] {
  const waits: Wait[] = [];
  let byName: Map<string, Survivor | null> | null = null;
  for (const survivor of survivors) {
    const name = HELD.exec(survivor.waitsFor?.description ?? '')?.[1];
    if (name === undefined) continue;
    byName ??= uniqueNames(survivors);
    const holder = byName.get(name);
    if (holder) waits.push([survivor, holder]);
  }
  return waits;
}

/** null: several have the name. */
function uniqueNames(survivors: readonly Survivor[]): Map<string, Survivor | null> {
  const names = new Map<string, Survivor | null>();
  for (const survivor of survivors) names.set(survivor.name, names.has(survivor.name) ? null : survivor);
  return names;
}

/** The members of a group in one, or, where a few of them wait for each other, each for itself. */
export function drawnTogether(members: readonly Survivor[], waits: readonly Wait[]): (readonly Survivor[])[] {
  if (members.length === 1 || members.length > SPLIT) return [members];
  const together = new Set(members);
  const isRing = waits.some(
    ([waiter, target]) => waiter !== target && together.has(waiter) && together.has(target),
  );
  return isRing ? members.map((member) => [member]) : [members];
}
