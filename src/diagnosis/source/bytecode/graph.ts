/** Instructions as a graph, with the edges of exceptions: who dominates whom (Cooper, Harvey, Kennedy 2001). */
import { fallsThrough } from './blocks.ts';
import type { Instruction } from './decode.ts';
import type { Code } from './unwinding.ts';
import { unwind } from './unwinding.ts';

export interface Graph {
  /** Without the edges of exceptions. */
  jumps(index: number): readonly number[];
  /** With them. */
  successors(index: number): readonly number[];
  predecessors(index: number): readonly number[];
  dominates(one: number, other: number): boolean;
}

const known = new WeakMap<Code, Graph>();

export function graphOf(code: Code): Graph {
  let graph = known.get(code);
  if (graph === undefined) {
    graph = makeGraph(code);
    known.set(code, graph);
  }
  return graph;
}

function makeGraph(code: Code): Graph {
  const { instructions } = code.program;
  const jumps = instructions.map((one) => jumpsOf(code, one));
  const after = instructions.map((one, index) => {
    // Up to 3.10 a SETUP_ instruction is itself the edge to its handler: its target.
    const handler = unwind(code, one, [])?.instruction.index;
    const own = jumps[index] ?? [];
    return handler === undefined ? own : [...own, handler];
  });
  const before: number[][] = instructions.map(() => []);
  after.forEach((targets, index) => {
    for (const to of targets) before[to]?.push(index);
  });
  const order = postOrder(after);
  const parents = immediateDominators(order, before);
  const dominates = (one: number, other: number) => {
    for (let at = other; ; at = parents[at] as number) {
      if (at === one) return true;
      if (at === 0 || parents[at] === undefined || parents[at] === -1) return false;
    }
  };
  return {
    jumps: (index) => jumps[index] ?? [],
    successors: (index) => after[index] ?? [],
    predecessors: (index) => before[index] ?? [],
    dominates,
  };
}

function jumpsOf({ program }: Code, one: Instruction): number[] {
  const next = fallsThrough(one.name) && one.index + 1 < program.instructions.length ? [one.index + 1] : [];
  const jump = one.target === null ? undefined : program.at(one.target)?.index;
  return jump === undefined ? next : [...next, jump];
}

/** Reachable instructions, the start last. */
function postOrder(after: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const seen = new Set<number>([0]);
  const stack: { at: number; next: number }[] = [{ at: 0, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = after[top.at]?.[top.next];
    top.next += 1;
    if (to === undefined) {
      order.push(top.at);
      stack.pop();
    } else if (!seen.has(to)) {
      seen.add(to);
      stack.push({ at: to, next: 0 });
    }
  }
  return order;
}

function immediateDominators(order: readonly number[], before: readonly (readonly number[])[]): number[] {
  const rank = new Map(order.map((at, index) => [at, index]));
  const parents: number[] = before.map(() => -1);
  parents[0] = 0;
  const common = (one: number, other: number) => {
    let [left, right] = [one, other];
    while (left !== right) {
      while ((rank.get(left) ?? 0) < (rank.get(right) ?? 0)) left = parents[left] as number;
      while ((rank.get(right) ?? 0) < (rank.get(left) ?? 0)) right = parents[right] as number;
    }
    return left;
  };
  const parentOf = (at: number) =>
    (before[at] ?? [])
      .filter((from) => rank.has(from) && parents[from] !== -1)
      .reduce((parent, from) => (parent === -1 ? from : common(from, parent)), -1);
  const rest = order.filter((at) => at !== 0).reverse();
  for (let changed = true; changed; ) {
    changed = false;
    for (const at of rest) {
      const parent = parentOf(at);
      if (parent === parents[at]) continue;
      parents[at] = parent;
      changed = true;
    }
  }
  return parents;
}
