/** Whether control that is at one place of a function can come to a line of it, by syntax alone. */
import type { LineSpan } from './lines.ts';
import type { Block, Statement, Step } from './tree.ts';
import { blocksOf } from './tree.ts';

/** Spans of lines that can be reached from a place, the place's own statement first. */
export function reachableFrom(way: readonly Step[]): LineSpan[] {
  const spans: LineSpan[] = [];
  const last = way[way.length - 1];
  if (last !== undefined) spans.push(last.statement.span);
  for (const { block, index, statement, part } of way.toReversed()) {
    if (statement.kind === 'loop' && part.part !== 'orelse') spans.push(statement.span);
    if (statement.kind === 'try') spans.push(...laterParts(statement, part.part));
    addFollowing(block, index + 1, spans);
  }
  return spans;
}

function laterParts(statement: Extract<Statement, { kind: 'try' }>, part: string): LineSpan[] {
  const order = part === 'body' ? ['handler', 'orelse', 'finally'] : ['finally'];
  return blocksOf(statement)
    .filter((one) => order.includes(one.part.part))
    .map(({ block }) => ({ ...block.span }));
}

function addFollowing(block: Block, from: number, spans: LineSpan[]): void {
  for (let at = from; at < block.statements.length; at += 1) {
    const statement = block.statements[at] as Statement;
    spans.push(statement.span);
    if (statement.kind !== 'simple') continue;
    const { kind } = statement.effect;
    if (kind === 'return' || kind === 'raise' || kind === 'break' || kind === 'continue') return;
  }
}
