/** Which part of the waits is drawn: what is nearest to the culprits, and never more than a person can read. */
import type { GraphEdge, GraphNode, GraphParts } from './parts.ts';
import { ringEdges } from './rings.ts';

const NODES = 32;
const THINGS = 8;
const EDGES = 120;

export interface Drawing {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Those that lead round in a ring. */
  rings: ReadonlySet<GraphEdge>;
  /** Tasks that wait for no other task, and that none waits for. */
  aloneTasks: number;
  /** Tasks for which there was no room. */
  leftOutTasks: number;
  leftOutEdges: number;
}

/** null: there is nothing that a picture would say better than the list. */
export function chooseDrawing(parts: GraphParts): Drawing | null {
  const { edges } = parts;
  const neighbours = neighboursOf(edges);
  const isOfInterest = (node: GraphNode): boolean => node.role === 'culprit' || neighbours.has(node);
  const candidates = nearestFirst(parts.nodes.filter(isOfInterest), neighbours);
  const chosen = new Set(candidates.slice(0, NODES));
  const between = edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to));
  const drawn = between.slice(0, EDGES);
  const things = thingsOf(chosen, drawn);
  if (drawn.length + things.length === 0) return null;
  return {
    nodes: [...chosen, ...new Set(things.map(({ to }) => to))],
    edges: [...drawn, ...things],
    rings: ringEdges(drawn),
    aloneTasks: tasksIn(parts.nodes.filter((node) => !isOfInterest(node))),
    leftOutTasks: tasksIn(candidates.slice(NODES)),
    leftOutEdges: between.length - drawn.length,
  };
}

function neighboursOf(edges: readonly GraphEdge[]): Map<GraphNode, GraphNode[]> {
  const neighbours = new Map<GraphNode, GraphNode[]>();
  const add = (node: GraphNode, other: GraphNode): void => {
    const known = neighbours.get(node);
    if (known === undefined) neighbours.set(node, [other]);
    else known.push(other);
  };
  for (const { from, to } of edges) {
    add(to, from);
    add(from, to);
  }
  return neighbours;
}

/** Breadth first from the culprits, then from whoever is left. */
function nearestFirst(
  nodes: readonly GraphNode[],
  neighbours: ReadonlyMap<GraphNode, readonly GraphNode[]>,
): GraphNode[] {
  const found = new Set(nodes.filter(({ role }) => role === 'culprit'));
  for (const start of nodes) {
    // A set goes on to what is added while it is walked over.
    for (const node of found) for (const other of neighbours.get(node) ?? []) found.add(other);
    found.add(start);
    if (found.size >= nodes.length) break;
  }
  return [...found];
}

/** What the last ones wait for: no node of the graph, but the end of the story. */
function thingsOf(chosen: ReadonlySet<GraphNode>, drawn: readonly GraphEdge[]): GraphEdge[] {
  const waiting = new Set(drawn.map(({ from }) => from));
  const things = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  for (const node of chosen) {
    const label = node.waitsFor;
    if (label === null || waiting.has(node) || node.waitsForItself) continue;
    const to = things.get(label) ?? thing(label);
    if (things.size >= THINGS && !things.has(label)) continue;
    things.set(label, to);
    edges.push({ from: node, to });
  }
  return edges;
}

function thing(label: string): GraphNode {
  return {
    kind: 'thing',
    label,
    place: null,
    role: null,
    members: 0,
    anchor: null,
    waitsForItself: false,
    waitsFor: null,
  };
}

function tasksIn(nodes: readonly GraphNode[]): number {
  let tasks = 0;
  for (const { kind, members } of nodes) if (kind === 'task') tasks += members;
  return tasks;
}
