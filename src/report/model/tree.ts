/** Survivors as trees: below a task the ones that wait for it. Tasks that are alike are one node. */
import type { Survivor } from '../report.ts';
import type { WaitGraph } from './graph.ts';
import type { TaskGroup } from './groups.ts';
import { groupTasks } from './groups.ts';

export interface WaitNode {
  group: TaskGroup;
  waiters: WaitNode[];
  /** Told elsewhere already: in a ring, or a task that waits for several others. Has no waiters here. */
  again: boolean;
}

export interface WaitForest {
  /** Culprits first, then what others wait for, then the rest. Every survivor is in it once, but for `again`. */
  roots: WaitNode[];
  /** Tasks that found no room. */
  hidden: number;
}

/** Bounds, so that no chain however long and no crowd however large gets out of hand. */
interface Bounds {
  nodes: number;
  depth: number;
}

export function waitForest(survivors: readonly Survivor[], graph: WaitGraph, bounds: Bounds): WaitForest {
  const walk = new Walk(graph, bounds);
  const rank = (task: Survivor): number => {
    if (task.role === 'culprit') return 0;
    return graph.waiters.has(task) ? 1 : 2;
  };
  const roots = walk.nodes(graph.free.toSorted((a, b) => rank(a) - rank(b)));
  // What is left hangs on a ring: nobody in it is free.
  for (const [head] of graph.rings) {
    if (head !== undefined && !walk.has(head)) roots.push(...walk.nodes([head]));
  }
  roots.sort((a, b) => rank(a.group.first) - rank(b.group.first));
  return { roots, hidden: survivors.length - walk.size };
}

class Walk {
  readonly #graph: WaitGraph;
  readonly #depth: number;
  readonly #seen = new Set<Survivor>();
  #nodesLeft: number;

  constructor(graph: WaitGraph, { nodes, depth }: Bounds) {
    this.#graph = graph;
    this.#nodesLeft = nodes;
    this.#depth = depth;
  }

  get size(): number {
    return this.#seen.size;
  }

  has(task: Survivor): boolean {
    return this.#seen.has(task);
  }

  nodes(tasks: readonly Survivor[], depth = 0): WaitNode[] {
    if (tasks.length === 0 || depth > this.#depth) return [];
    const fresh = tasks.filter((task) => !this.#seen.has(task));
    const told = tasks.filter((task) => this.#seen.has(task));
    const nodes = this.#room(groupTasks(fresh)).map((group) => ({ group, waiters: [], again: false }));
    for (const { group } of nodes) for (const member of group.members) this.#seen.add(member);
    return [
      ...nodes.map((node) => ({ ...node, waiters: this.nodes(this.#waiters(node.group), depth + 1) })),
      ...this.#room(groupTasks(told)).map((group) => ({ group, waiters: [], again: true })),
    ];
  }

  #room(groups: TaskGroup[]): TaskGroup[] {
    const room = groups.slice(0, this.#nodesLeft);
    this.#nodesLeft -= room.length;
    return room;
  }

  #waiters({ members }: TaskGroup): Survivor[] {
    return [...new Set(members.flatMap((member) => this.#graph.waiters.get(member) ?? []))];
  }
}
