/** One box of the picture. What it is, is said by its border and in words; colour only repeats it. */
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { inTwoLines, shorten, shortenStart } from './label.ts';
import type { GraphNode } from './parts.ts';

export const NODE_WIDTH = 190;
export const NODE_HEIGHT = 46;
export const THING_HEIGHT = 40;

/** Columns of the two lines at their sizes of letters. */
const NAME_COLUMNS = 23;
const SMALL_COLUMNS = 25;
const BADGE_WIDTH = 62;

/** `middle`: of its height. */
export function drawNode(node: GraphNode, left: number, middle: number): Html {
  const height = node.kind === 'thing' ? THING_HEIGHT : NODE_HEIGHT;
  const box = html`<g class="who ${node.kind} ${node.role ?? 'plain'}" transform="translate(${left} ${middle - height / 2})"><title>${fullWords(node)}</title><rect class="box" width="${NODE_WIDTH}" height="${height}" rx="${node.kind === 'thing' ? 20 : 6}"/><svg width="${NODE_WIDTH}" height="${height}">${node.kind === 'thing' ? thingLines(node) : whoLines(node)}</svg>${badge(node)}</g>`;
  return node.anchor === null ? box : html`<a href="#${node.anchor}">${box}</a>`;
}

function whoLines(node: GraphNode): Html {
  if (node.kind === 'waiter') return twoLines(node.label);
  const alike = node.members > 1 ? ` ×${node.members}` : '';
  const itself = node.waitsForItself ? ' ↺' : '';
  const name = shorten(node.label, NAME_COLUMNS - alike.length - itself.length);
  const place = node.place === null ? '' : shortenStart(node.place, SMALL_COLUMNS);
  return html`<text class="label" x="12" y="20">${name}<tspan class="alike">${alike}${itself}</tspan></text><text class="where" x="12" y="37">${place}</text>`;
}

function thingLines({ label }: GraphNode): Html {
  return twoLines(label);
}

function twoLines(label: string): Html {
  const lines = inTwoLines(label, SMALL_COLUMNS);
  const first = lines.length === 1 ? 25 : 17;
  return html`${lines.map((line, index) => html`<text class="small" x="14" y="${first + index * 15}">${line}</text>`)}`;
}

function badge({ role }: GraphNode): Html | null {
  if (role !== 'culprit') return null;
  return html`<rect class="flag" x="${NODE_WIDTH - BADGE_WIDTH - 8}" y="-9" width="${BADGE_WIDTH}" height="17" rx="3"/><text class="flag-words" x="${NODE_WIDTH - BADGE_WIDTH / 2 - 8}" y="3" text-anchor="middle">CULPRIT</text>`;
}

function fullWords({ label, place, members }: GraphNode): string {
  return `${label}${members > 1 ? `, ${members} alike` : ''}${place === null ? '' : `, ${place}`}`;
}
