/** Circles in a directed graph: strongly connected components (Tarjan 1972, without recursion: chains can be long). */

interface Visit {
  id: string;
  next: number;
}

/** Groups of nodes that reach each other, and single nodes with an edge to themselves; members in order of discovery. */
export function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const search = new Search(edges);
  for (const root of edges.keys()) search.from(root);
  return search.cycles;
}

/** Circles out of which no way leads: a member that waits for any of several is in one only if all of them are. */
export function deadlocksOf(
  edges: ReadonlyMap<string, readonly string[]>,
  isAnyOf: (id: string) => boolean,
): string[][] {
  let left = edges;
  for (;;) {
    const cycles = cyclesOf(left);
    const free = cycles.flatMap((cycle) =>
      cycle.filter((id) => isAnyOf(id) && edges.get(id)?.some((target) => !cycle.includes(target)) === true),
    );
    if (free.length === 0) return cycles;
    left = new Map([...left].filter(([id]) => !free.includes(id)));
  }
}

/** The shortest way along edges from a node back to it, the node first; null when there is none. */
export function shortestCircle(
  edges: ReadonlyMap<string, readonly string[]>,
  start: string,
): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const id of queue) {
    for (const next of edges.get(id) ?? []) {
      if (next === start) return wayTo(id, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      queue.push(next);
    }
  }
  return null;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    way.push(at);
  }
  return way.reverse();
}

class Search {
  readonly cycles: string[][] = [];
  readonly #edges: ReadonlyMap<string, readonly string[]>;
  readonly #index = new Map<string, number>();
  readonly #low = new Map<string, number>();
  readonly #open = new Set<string>();
  readonly #stack: string[] = [];

  constructor(edges: ReadonlyMap<string, readonly string[]>) {
    this.#edges = edges;
  }

  from(root: string): void {
    if (this.#index.has(root)) return;
    const path: Visit[] = [this.#enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = this.#edges.get(top.id)?.[top.next];
      top.next += 1;
      if (child === undefined) {
        path.pop();
        this.#leave(top.id, path.at(-1)?.id);
      } else if (!this.#index.has(child)) path.push(this.#enter(child));
      else if (this.#open.has(child)) this.#lower(top.id, this.#index.get(child) ?? 0);
    }
  }

  #enter(id: string): Visit {
    this.#index.set(id, this.#index.size);
    this.#low.set(id, this.#index.size - 1);
    this.#stack.push(id);
    this.#open.add(id);
    return { id, next: 0 };
  }

  #leave(id: string, parent: string | undefined): void {
    const low = this.#low.get(id) ?? 0;
    if (parent !== undefined) this.#lower(parent, low);
    if (low !== this.#index.get(id)) return;
    const members = this.#stack.splice(this.#stack.lastIndexOf(id));
    for (const member of members) this.#open.delete(member);
    if (members.length > 1 || this.#edges.get(id)?.includes(id) === true) this.cycles.push(members);
  }

  #lower(id: string, value: number): void {
    if (value < (this.#low.get(id) ?? Number.MAX_SAFE_INTEGER)) this.#low.set(id, value);
  }
}
