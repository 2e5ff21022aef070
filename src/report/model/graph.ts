/** Who waits for whom, from the survivors' `awaitedBy`. Ids may be wrong, missing, or lead in a circle. */
import type { Survivor } from '../report.ts';

export interface WaitGraph {
  /** Tasks that wait for the task, as far as they are survivors themselves. */
  waiters: Map<Survivor, Survivor[]>;
  /** Tasks that wait for no other survivor. Those among them that somebody waits for are the sinks. */
  free: Survivor[];
  /** Rings of tasks that wait for each other; each begins with the one that was listed first. */
  rings: Survivor[][];
}

export function waitGraph(survivors: readonly Survivor[]): WaitGraph {
  const byId = new Map<string, Survivor>();
  for (const survivor of survivors) byId.set(survivor.id, survivor);
  const waiters = new Map<Survivor, Survivor[]>();
  const waitsFor = new Map<Survivor, Survivor[]>();
  for (const survivor of survivors) {
    if (survivor.awaitedBy.length === 0) continue;
    const known = survivorsWith(survivor.awaitedBy, byId);
    if (known.length === 0) continue;
    waiters.set(survivor, known);
    for (const waiter of known) {
      const targets = waitsFor.get(waiter);
      if (targets === undefined) waitsFor.set(waiter, [survivor]);
      else targets.push(survivor);
    }
  }
  const free = survivors.filter((survivor) => !waitsFor.has(survivor));
  return { waiters, free, rings: findRings(survivors, waitsFor) };
}

function survivorsWith(ids: readonly string[], byId: ReadonlyMap<string, Survivor>): Survivor[] {
  const found: Survivor[] = [];
  for (const id of ids.length > 1 ? new Set(ids) : ids) {
    const survivor = byId.get(id);
    if (survivor !== undefined) found.push(survivor);
  }
  return found;
}

/** One ring for each edge that leads back; every task is walked over once, so this is linear. */
function findRings(survivors: readonly Survivor[], waitsFor: Map<Survivor, Survivor[]>): Survivor[][] {
  const rings: Survivor[][] = [];
  const done = new Set<Survivor>();
  for (const start of survivors) {
    if (done.has(start) || !waitsFor.has(start)) continue;
    const path: Step[] = [{ task: start, next: 0 }];
    const onPath = new Map<Survivor, number>([[start, 0]]);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const target = waitsFor.get(step.task)?.[step.next++];
      const back = target === undefined ? undefined : onPath.get(target);
      if (target === undefined) {
        done.add(step.task);
        onPath.delete(step.task);
        path.pop();
      } else if (back !== undefined) {
        rings.push(path.slice(back).map(({ task }) => task));
      } else if (!done.has(target)) {
        onPath.set(target, path.length);
        path.push({ task: target, next: 0 });
      }
    }
  }
  return rings;
}

/** A task on the way of a walk, and which of the tasks it waits for comes next. */
interface Step {
  task: Survivor;
  next: number;
}
