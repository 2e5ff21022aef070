/** Where a line stands in a function: the way from its body down to the innermost statement. */
import type { Block, Part, Statement, Step, Suspension } from './tree.ts';
import { blocksOf } from './tree.ts';

/**
 * Outermost first; empty when the block does not hold the line. Of several statements on the line the one at which a
 * frame can be suspended wins (`while True: await job()` reports one line for both), the inner before the outer.
 */
export function locate(block: Block, line: number): Step[] {
  const ways = waysTo(block, line);
  let best: Step[] = [];
  let bestScore = -1;
  for (const way of ways) {
    const score = scoreOf(way);
    if (score > bestScore) {
      best = way;
      bestScore = score;
    }
  }
  return best;
}

function waysTo(block: Block, line: number): Step[][] {
  const ways: Step[][] = [];
  block.statements.forEach((statement, index) => {
    const { fromLine, toLine } = statement.span;
    if (line < fromLine || line > toLine) return;
    const step = (part: Part): Step => ({ block, index, statement, part });
    let inside = 0;
    for (const { part, block: inner } of blocksOf(statement)) {
      for (const way of waysTo(inner, line)) {
        ways.push([step(part), ...way]);
        inside += 1;
      }
    }
    if (inside === 0) ways.push([step(nearestPart(statement, line))]);
    else if (line <= statement.headerTo) ways.push([step({ part: 'header' })]);
  });
  return ways;
}

/** A line that no statement of a block holds: a header, a clause's line, a comment. */
function nearestPart(statement: Statement, line: number): Part {
  if (line <= statement.headerTo) return { part: 'header' };
  const blocks = blocksOf(statement);
  const started = blocks.filter(({ part }) => startOf(statement, part) <= line);
  return started[started.length - 1]?.part ?? { part: 'header' };
}

/** Line of the clause that begins a block. */
function startOf(statement: Statement, part: Part): number {
  if (statement.kind === 'try') {
    if (part.part === 'handler') return statement.handlers[part.index]?.line ?? 0;
    if (part.part === 'orelse') return statement.elseLine ?? 0;
    if (part.part === 'finally') return statement.finallyLine ?? 0;
  }
  if (statement.kind === 'loop' && part.part === 'orelse') return (statement.body.span.toLine ?? 0) + 1;
  if ((statement.kind === 'if' || statement.kind === 'match') && part.part === 'arm')
    return statement.arms[part.index]?.line ?? 0;
  return statement.headerTo;
}

function scoreOf(way: readonly Step[]): number {
  const last = way[way.length - 1];
  if (last === undefined) return -1;
  const { statement } = last;
  const suspends =
    statement.suspensions.length > 0 ||
    (statement.kind === 'if' && statement.arms.some((arm) => arm.suspensions.length > 0));
  const isLeaf = last.part.part !== 'header' || statement.kind === 'simple';
  return (suspends ? 200 : 0) + (isLeaf ? 100 : 0) + way.length;
}

export interface FoundSuspension extends Suspension {
  way: Step[];
}

/** Every way to a place of a block at which a frame can be suspended, with the line it reports. */
export function suspensionsOf(block: Block): FoundSuspension[] {
  const found: FoundSuspension[] = [];
  block.statements.forEach((statement, index) => {
    const header: Step = { block, index, statement, part: { part: 'header' } };
    const own =
      statement.kind === 'if' ? statement.arms.flatMap((arm) => arm.suspensions) : statement.suspensions;
    for (const { line, kind } of own) found.push({ way: [header], line, kind });
    for (const { part, block: inner } of blocksOf(statement)) {
      for (const one of suspensionsOf(inner))
        found.push({ ...one, way: [{ block, index, statement, part }, ...one.way] });
    }
  });
  return found;
}
