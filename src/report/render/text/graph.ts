/** Who waits for whom, as rings, and as trees below what others wait for. */
import { waitGraph } from '../../model/graph.ts';
import type { WaitNode } from '../../model/tree.ts';
import { waitForest } from '../../model/tree.ts';
import type { Report, Survivor } from '../../report.ts';
import { visible } from '../../sanitise.ts';
import { count } from '../../words/numbers.ts';
import { waitClause } from '../../words/waits.ts';
import { hanging } from './layout.ts';
import type { Page } from './page.ts';

const BOUNDS = { nodes: 60, depth: 12 };
const RINGS = 8;
const RING_NAMES = 12;

export function graphLines(report: Report, page: Page): string[] {
  const graph = waitGraph(report.survivors);
  const { roots } = waitForest(report.survivors, graph, BOUNDS);
  const trees = roots.filter(({ waiters }) => waiters.length > 0);
  if (trees.length === 0) return [];
  const moreRings = graph.rings.length - RINGS;
  return [
    `  ${page.paint('bold', 'Who waits for whom')}`,
    ...graph.rings.slice(0, RINGS).flatMap((ring) => hanging('    a ring: ', ringWords(ring), page.width)),
    ...(moreRings > 0 ? [page.paint('dim', `    and ${count(moreRings, 'more ring')}`)] : []),
    ...trees.flatMap((tree) => treeLines(tree, 0, page)),
  ];
}

function ringWords(ring: readonly Survivor[]): string {
  const names = ring.slice(0, RING_NAMES).map(({ name }) => `'${name}'`);
  const between = ring.length > RING_NAMES ? [`${ring.length - RING_NAMES} more`] : [];
  return visible([...names, ...between, `'${ring[0]?.name}'`].join(' waits for '));
}

function treeLines({ group, waiters, again }: WaitNode, depth: number, page: Page): string[] {
  const { first, members } = group;
  const alike = members.length === 1 ? '' : ` and ${members.length - 1} like it`;
  const indent = depth === 0 ? '    ' : `    ${'   '.repeat(depth - 1)}└─ `;
  const wait = first.waitsFor === null ? first.state : waitClause(first.waitsFor.description);
  const more = again ? ' (see above)' : '';
  const words = `'${first.name}' ${first.coroutine}${alike}${depth === 0 ? `: ${wait}` : more}`;
  return [
    ...hanging(indent, visible(words), page.width),
    ...waiters.flatMap((waiter) => treeLines(waiter, depth + 1, page)),
  ];
}
