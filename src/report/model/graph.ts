/** Who waits for whom, from the survivors' `awaitedBy`. Ids may be wrong, missing, or lead in a circle. */
import type { Survivor } from '../report.ts';

export interface WaitGraph {
  /** Tasks that wait for the task, as far as they are survivors themselves. */
  waiters: Map<Survivor, Survivor[]>;
  /** Nobody else's end would set them free: waited for by others, and waiting for no task themselves. */
  sinks: Survivor[];
  /** Rings of tasks that wait for each other; each begins with the one that was listed first. */
  cycles: Survivor[][];
}

export function waitGraph(survivors: readonly Survivor[]): WaitGraph {
  const byId = new Map(survivors.map((survivor) => [survivor.id, survivor]));
  const waiters = new Map<Survivor, Survivor[]>();
  const waitsFor = new Map<Survivor, Survivor[]>();
  for (const survivor of survivors) {
    const known = [...new Set(survivor.awaitedBy)].flatMap((id) => byId.get(id) ?? []);
    if (known.length === 0) continue;
    waiters.set(survivor, known);
    for (const waiter of known) {
      const targets = waitsFor.get(waiter);
      if (targets === undefined) waitsFor.set(waiter, [survivor]);
      else targets.push(survivor);
    }
  }
  const sinks = survivors.filter((survivor) => waiters.has(survivor) && !waitsFor.has(survivor));
  return { waiters, sinks, cycles: findCycles(survivors, waitsFor) };
}

/** One ring for each knot: every task is walked over once, so this is linear. */
function findCycles(survivors: readonly Survivor[], waitsFor: Map<Survivor, Survivor[]>): Survivor[][] {
  const cycles: Survivor[][] = [];
  const done = new Set<Survivor>();
  for (const start of survivors) {
    if (done.has(start) || !waitsFor.has(start)) continue;
    const path: { task: Survivor; next: number }[] = [{ task: start, next: 0 }];
    const onPath = new Map<Survivor, number>([[start, 0]]);
    while (path.length > 0) {
      const step = path.at(-1) as { task: Survivor; next: number };
      const target = waitsFor.get(step.task)?.[step.next++];
      if (target === undefined) {
        done.add(step.task);
        onPath.delete(step.task);
        path.pop();
        continue;
      }
      const back = onPath.get(target);
      if (back !== undefined) {
        cycles.push(path.slice(back).map(({ task }) => task));
      } else if (!done.has(target)) {
        onPath.set(target, path.length);
        path.push({ task: target, next: 0 });
      }
    }
  }
  return cycles;
}
