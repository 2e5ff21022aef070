/** Tests that end a loop, read off its lines: `while jobs and time.monotonic() < deadline:`, `if attempts > 600: break`. */

const MOST_HEADER_LINES = 8;
const ENDS = /^(break|return|raise)\b/;
const COMMENT = /\s+#.*$/;
/** `(left := deadline - now())`. */
const NAMED = /\(\s*\w+\s*:=\s*/g;

/** A comparison any one of which ends the loop: both its sides, and the line that it stands on, from the loop's first. */
export interface Comparison {
  left: string;
  right: string;
  line: number;
}

/** `lines` as trimmed texts, the loop's header first. */
export function endingComparisons(
  lines: readonly string[],
  loop: 'while' | 'for' | 'async-for',
): Comparison[] {
  const header = loop === 'while' ? headerOf(lines) : null;
  const found = header === null ? [] : comparisonsIn(header, 'and', 0);
  for (const [line, text] of lines.entries()) {
    const test = /^(?:if|elif)\s+(.*)$/.exec(text.replace(COMMENT, ''))?.[1];
    const [condition, body] = test === undefined ? [null, ''] : atColon(test);
    if (condition !== null && ENDS.test(body === '' ? (lines[line + 1] ?? '') : body))
      found.push(...comparisonsIn(condition, 'or', line));
  }
  return found;
}

/** What a name is set to in the loop, where that is in one line only; null for any other. */
export function setInLoop(lines: readonly string[], name: string): string | null {
  const set = lines.flatMap((text) => {
    const [, target, value] =
      /^([A-Za-z_][\w.]*)\s*(?::[^=]+)?=(?!=)\s*(.*)$/.exec(text.replace(COMMENT, '')) ?? [];
    return target === name && value !== undefined ? [value] : [];
  });
  return set.length === 1 ? (set[0] ?? null) : null;
}

function headerOf(lines: readonly string[]): string | null {
  const text = lines
    .slice(0, MOST_HEADER_LINES)
    .map((line) => line.replace(COMMENT, ''))
    .join(' ');
  const test = /^while\s+(.*)$/.exec(text)?.[1];
  return test === undefined ? null : atColon(test)[0];
}

/** What stands before the colon that ends the condition, and after it; null for none. */
function atColon(text: string): [string | null, string] {
  let depth = 0;
  for (const [at, character] of [...text].entries()) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth === 0 && character === ':' && text[at + 1] !== '=')
      return [text.slice(0, at), text.slice(at + 1).trim()];
  }
  return [null, ''];
}

/** With the other word between its parts, one of them does not end the loop alone. */
function comparisonsIn(test: string, word: 'and' | 'or', line: number): Comparison[] {
  const text = unwrapped(test.replaceAll(NAMED, '('));
  const other = word === 'and' ? 'or' : 'and';
  if (partsOf(text, other).length > 1) return [];
  return partsOf(text, word).flatMap((part) => {
    const [left, right, ...more] = unwrapped(part).split(/<=|>=|<|>/);
    if (left === undefined || right === undefined || more.length > 0) return [];
    return [{ left: left.trim(), right: right.trim(), line }];
  });
}

/** Without the parentheses around the whole. */
function unwrapped(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(')) return trimmed;
  let depth = 0;
  for (const [at, character] of [...trimmed].entries()) {
    depth += Number(character === '(') - Number(character === ')');
    if (depth === 0) return at === trimmed.length - 1 ? unwrapped(trimmed.slice(1, -1)) : trimmed;
  }
  return trimmed;
}

/** Split where the word stands outside of parentheses. */
function partsOf(text: string, word: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const piece of text.split(/([()[\]{}]|\s+(?:and|or)\s+)/)) {
    if (/^[([{]$/.test(piece)) depth += 1;
    if (/^[)\]}]$/.test(piece)) depth -= 1;
    if (depth === 0 && piece.trim() === word) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}
