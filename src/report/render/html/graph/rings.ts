/** Which waits close a ring: nobody in it can go on before the others do. */
import type { GraphEdge, GraphNode } from './parts.ts';

export function ringEdges(edges: readonly GraphEdge[]): Set<GraphEdge> {
  const targets = new Map<GraphNode, GraphNode[]>();
  for (const { from, to } of edges) {
    const known = targets.get(from);
    if (known === undefined) targets.set(from, [to]);
    else known.push(to);
  }
  const reached = new Map<GraphNode, Set<GraphNode>>();
  for (const from of targets.keys()) {
    const found = new Set(targets.get(from));
    // A set goes on to what is added while it is walked over.
    for (const node of found) for (const other of targets.get(node) ?? []) found.add(other);
    reached.set(from, found);
  }
  return new Set(edges.filter(({ from, to }) => reached.get(to)?.has(from) === true));
}
