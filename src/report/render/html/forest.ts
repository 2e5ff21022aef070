/** The trees of survivors, made once: the graph's nodes are theirs, and lead to them by their anchors. */
import type { WaitGraph } from '../../model/graph.ts';
import { waitGraph } from '../../model/graph.ts';
import type { WaitNode } from '../../model/tree.ts';
import { waitForest } from '../../model/tree.ts';
import type { Report, Survivor } from '../../report.ts';

const BOUNDS = { nodes: 300, depth: 30 };

export interface Forest {
  graph: WaitGraph;
  roots: WaitNode[];
  /** Tasks that found no room. */
  hidden: number;
  /** Every node in the order of the page, without those that are told again. */
  nodes: WaitNode[];
  /** Id of the element, by the task that stands for the node. */
  anchors: ReadonlyMap<Survivor, string>;
}

export function survivorForest({ survivors }: Report): Forest {
  const graph = waitGraph(survivors);
  const { roots, hidden } = waitForest(survivors, graph, BOUNDS);
  const nodes: WaitNode[] = [];
  collect(roots, nodes);
  const anchors = new Map(nodes.map(({ group }, index) => [group.first, `task-${index + 1}`]));
  return { graph, roots, hidden, nodes, anchors };
}

/** No deeper than the bounds. */
function collect(from: readonly WaitNode[], nodes: WaitNode[]): void {
  for (const node of from) {
    if (!node.again) nodes.push(node);
    collect(node.waiters, nodes);
  }
}
