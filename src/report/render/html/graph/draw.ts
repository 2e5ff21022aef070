/** The picture of who waits for whom, as SVG: arrows from left to right, from who waits to what it waits for. */
import { count } from '../../../words/numbers.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Drawing } from './choose.ts';
import { drawNode, NODE_HEIGHT, NODE_WIDTH, THING_HEIGHT } from './draw-node.ts';
import type { Layout } from './layers.ts';
import { layOut } from './layers.ts';
import type { GraphEdge, GraphNode } from './parts.ts';
import { placeVertically } from './places.ts';

const COLUMN_GAP = 56;
const ROW_GAP = 22;
const BEND_HEIGHT = 12;
const MARGIN = 14;
/** How far from the middle of a side the way back of a ring begins and ends. */
const BACK_SHIFT = 12;
const ARROW = 8;
const SENTENCES = 12;

export function drawGraph({ nodes, edges, rings }: Drawing): Html {
  const numbers = new Map(nodes.map((node, index) => [node, index]));
  const layout = layOut(
    nodes.length,
    edges.map(({ from, to }) => ({ from: numbers.get(from) ?? 0, to: numbers.get(to) ?? 0 })),
  );
  const heights = layout.column.map((_, item) => heightOf(nodes[item]));
  const { middles, height } = placeVertically(layout, heights, ROW_GAP);
  const x = (item: number): number => MARGIN + (layout.column[item] ?? 0) * (NODE_WIDTH + COLUMN_GAP);
  const y = (item: number): number => MARGIN + Math.round(middles[item] ?? 0);
  const width = 2 * MARGIN + layout.columns * (NODE_WIDTH + COLUMN_GAP) - COLUMN_GAP;
  const whole = Math.ceil(height) + 2 * MARGIN;
  return html`<svg class="waits" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" role="group" aria-labelledby="waits-title waits-words">
<title id="waits-title">Who waits for whom</title>
<desc id="waits-words">${edgeWords(edges)}</desc>
<defs>${arrowHead('arrow', '')}${arrowHead('arrow-ring', 'in-ring')}</defs>
${edges.map((edge, index) => {
  const way = layout.edges[index];
  if (way === undefined) return html``;
  const isInRing = rings.has(edge);
  return html`<path class="${isInRing ? 'edge in-ring' : 'edge'}" d="${edgePath(way, x, y)}" marker-end="url(#${isInRing ? 'arrow-ring' : 'arrow'})"/>`;
})}
${nodes.map((node, item) => drawNode(node, x(item), y(item)))}
</svg>`;
}

function heightOf(node: GraphNode | undefined): number {
  if (node === undefined) return BEND_HEIGHT;
  return node.kind === 'thing' ? THING_HEIGHT : NODE_HEIGHT;
}

function arrowHead(id: string, extra: string): Html {
  return html`<marker id="${id}" class="head ${extra}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="${ARROW}" markerHeight="${ARROW}" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>`;
}

/** Through the bends, level where it passes a node's side or a column. */
function edgePath(
  { left, right, bends, isBack }: Layout['edges'][number],
  x: (item: number) => number,
  y: (item: number) => number,
): string {
  const shift = isBack ? BACK_SHIFT : 0;
  const points: [number, number][] = [[x(left) + NODE_WIDTH, y(left) + shift]];
  for (const bend of bends) points.push([x(bend), y(bend)], [x(bend) + NODE_WIDTH, y(bend)]);
  points.push([x(right), y(right) + shift]);
  if (isBack) points.reverse();
  const [[startX, startY] = [0, 0], ...rest] = points;
  let path = `M${startX} ${startY}`;
  let atX = startX;
  let atY = startY;
  for (const [toX, toY] of rest) {
    const middle = (atX + toX) / 2;
    path += atY === toY ? `H${toX}` : `C${middle} ${atY} ${middle} ${toY} ${toX} ${toY}`;
    atX = toX;
    atY = toY;
  }
  return path;
}

/** The same for those who do not see it. */
function edgeWords(edges: readonly GraphEdge[]): string {
  const sentences = edges
    .slice(0, SENTENCES)
    .map(({ from, to }) => `${nameOf(from)} waits for ${nameOf(to)}.`);
  const rest = edges.length - SENTENCES;
  return sentences.join(' ') + (rest > 0 ? ` And ${count(rest, 'more wait')}.` : '');
}

function nameOf({ label, members, role }: GraphNode): string {
  const others = members > 1 ? ` and ${count(members - 1, 'task')} like it` : '';
  return `${label}${others}${role === 'culprit' ? ' (culprit)' : ''}`;
}
