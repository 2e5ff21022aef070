/** Columns for a graph: whoever waits stands to the left of what it waits for, but where it goes round in a ring. */

/** Places of nodes by number; `bends` are where an edge passes through a column, from its left end to its right end. */
export interface Layout {
  columns: number;
  /** Nodes first, then bends. */
  column: number[];
  /** From the left to the right. `isBack`: it leads from right to left in truth, and closes a ring. */
  edges: { left: number; right: number; bends: number[]; isBack: boolean }[];
  /** The numbers in each column, top to bottom. */
  order: number[][];
}

export interface Edge {
  from: number;
  to: number;
}

const SWEEPS = 6;

export function layOut(nodes: number, edges: readonly Edge[]): Layout {
  const back = backEdges(nodes, edges);
  const forward = edges.map((edge, index) => ({
    left: back.has(index) ? edge.to : edge.from,
    right: back.has(index) ? edge.from : edge.to,
    bends: [] as number[],
    isBack: back.has(index),
  }));
  const column = columnsOf(nodes, forward);
  const columns = Math.max(0, ...column) + 1;
  for (const edge of forward) {
    const end = column[edge.right] ?? 0;
    for (let at = (column[edge.left] ?? 0) + 1; at < end; at++) {
      edge.bends.push(column.length);
      column.push(at);
    }
  }
  return { columns, column, edges: forward, order: ordered(columns, column, forward) };
}

/** Indices of the edges that lead back to a node on the way to them. */
function backEdges(nodes: number, edges: readonly Edge[]): Set<number> {
  const leaving = Array.from({ length: nodes }, (): number[] => []);
  const isTarget = new Set<number>();
  for (const [index, { from, to }] of edges.entries()) {
    leaving[from]?.push(index);
    isTarget.add(to);
  }
  const back = new Set<number>();
  const state = new Array<'new' | 'open' | 'done'>(nodes).fill('new');
  const visit = (node: number): void => {
    state[node] = 'open';
    for (const index of leaving[node] ?? []) {
      const to = edges[index]?.to ?? 0;
      if (state[to] === 'open') back.add(index);
      else if (state[to] === 'new') visit(to);
    }
    state[node] = 'done';
  };
  // Whom nobody waits for first, so that a ring is entered where it is in truth.
  for (const wanted of [false, true])
    for (let node = 0; node < nodes; node++)
      if (isTarget.has(node) === wanted && state[node] === 'new') visit(node);
  return back;
}

/** By the longest way to the right end, so that a waiter stands beside what it waits for. */
function columnsOf(nodes: number, edges: readonly { left: number; right: number }[]): number[] {
  const toEnd = new Array<number>(nodes).fill(0);
  for (let isMoving = true, round = 0; isMoving && round < nodes; round++) {
    isMoving = false;
    for (const { left, right } of edges) {
      const wanted = (toEnd[right] ?? 0) + 1;
      if ((toEnd[left] ?? 0) >= wanted) continue;
      toEnd[left] = wanted;
      isMoving = true;
    }
  }
  const longest = Math.max(0, ...toEnd);
  return toEnd.map((distance) => longest - distance);
}

/** Each column by the middle of its neighbours, to and fro, so that edges cross less. */
function ordered(columns: number, column: readonly number[], edges: Layout['edges']): number[][] {
  const order = Array.from({ length: columns }, (): number[] => []);
  for (const [item, at] of column.entries()) order[at]?.push(item);
  const toLeft = column.map((): number[] => []);
  const toRight = column.map((): number[] => []);
  for (const { left, right, bends } of edges) {
    const way = [left, ...bends, right];
    for (const [index, item] of way.slice(1).entries()) {
      const before = way[index] ?? left;
      toLeft[item]?.push(before);
      toRight[before]?.push(item);
    }
  }
  const rank = new Array<number>(column.length).fill(0);
  const remember = (items: readonly number[]): void => {
    for (const [place, item] of items.entries()) rank[item] = place - (items.length - 1) / 2;
  };
  for (const items of order) remember(items);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const neighbours = sweep % 2 === 0 ? toRight : toLeft;
    for (const items of sweep % 2 === 0 ? [...order].reverse() : order) {
      const wish = new Map(items.map((item) => [item, mean(neighbours[item] ?? [], rank, rank[item] ?? 0)]));
      items.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      remember(items);
    }
  }
  return order;
}

/** Of the values of the items; `alone` without any. */
export function mean(items: readonly number[], values: readonly number[], alone: number): number {
  if (items.length === 0) return alone;
  let sum = 0;
  for (const item of items) sum += values[item] ?? 0;
  return sum / items.length;
}
