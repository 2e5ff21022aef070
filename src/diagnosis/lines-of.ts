import type { Situation } from './situation.ts';
import type { LineSpan } from './source/syntax/lines.ts';

/** Of a longer function or loop the rest is not read. */
const MOST_LINES = 400;

/** The source of a span, trimmed; empty texts for lines that are not known. */
export function linesOf(situation: Situation, file: string, { fromLine, toLine }: LineSpan): string[] {
  const count = Math.min(toLine - fromLine + 1, MOST_LINES);
  return Array.from({ length: count }, (_, index) => situation.sourceLine(file, fromLine + index) ?? '');
}
