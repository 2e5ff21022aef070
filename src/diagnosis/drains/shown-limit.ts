/** A limit of its own that a loop, or a callback that comes again, shows in its code: by a test against a clock or a count. */
import type { Situation } from '../situation.ts';
import type { LineSpan } from '../source/syntax/lines.ts';

export interface ShownLimit {
  text: string;
  file: string;
  line: number;
}

const TEST = /^(if|elif|while|return)\b/;
const COMPARED = /[<>]/;
const LIMIT =
  /\b(time|monotonic|perf_counter|now)\b|deadline|until|timeout|expir|attempt|tries|elapsed|remaining|max_/i;
const MOST_LINES = 400;

/** The first such test in those lines; null for none. */
export function shownLimit(situation: Situation, file: string, span: LineSpan): ShownLimit | null {
  const { fromLine, toLine } = span;
  for (let line = fromLine; line <= Math.min(toLine, fromLine + MOST_LINES); line += 1) {
    const text = situation.sourceLine(file, line) ?? '';
    if (TEST.test(text) && COMPARED.test(text) && LIMIT.test(text)) return { text, file, line };
  }
  return null;
}
