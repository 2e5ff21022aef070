/**
 * The Markdown that the pages are written in, and no more of it: headings, paragraphs, lists, tables and blocks of code;
 * in a line code, bold words and links. A page that says more than that fails a test.
 */

export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; isOrdered: boolean; items: readonly (readonly Block[])[] }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: 'code'; language: string; lines: readonly string[] };

export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold'; text: string }
  | { kind: 'link'; text: string; address: string };

const FENCE = /^```(\w*)$/;
const HEADING = /^(#{1,2}) (.+)$/;
const ITEM = /^(- |\d+\. )/;
const ROW = /^\|.*\|$/;
const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^()\s]+)\)/g;

export function blocksOf(markdown: string): Block[] {
  return blocksOfLines(markdown.split('\n'));
}

function blocksOfLines(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const { block, next } = blockAt(lines, at);
    if (block !== null) blocks.push(block);
    at = next;
  }
  return blocks;
}

/** `next` is always past `at`. */
function blockAt(lines: readonly string[], at: number): { block: Block | null; next: number } {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { block: null, next: at + 1 };
  const [, language] = FENCE.exec(line) ?? [];
  if (language !== undefined) {
    const close = lines.indexOf('```', at + 1);
    const end = close === -1 ? lines.length : close;
    return { block: { kind: 'code', language, lines: lines.slice(at + 1, end) }, next: end + 1 };
  }
  const [, marks = '', title = ''] = HEADING.exec(line) ?? [];
  if (title !== '') return { block: { kind: 'heading', level: marks.length, text: title }, next: at + 1 };
  if (ITEM.test(line)) return listAt(lines, at);
  if (ROW.test(line)) {
    const next = endOf(lines, at, (one) => !ROW.test(one));
    return { block: tableOf(lines.slice(at, next)), next };
  }
  const next = endOf(lines, at, (one) => one.trim() === '' || FENCE.test(one) || HEADING.test(one));
  return { block: { kind: 'paragraph', text: joined(lines.slice(at, next)) }, next };
}

/** An item is what is indented as far as its first line's text, and the empty lines in between. */
function listAt(lines: readonly string[], at: number): { block: Block; next: number } {
  const items: string[][] = [];
  const isOrdered = !(lines[at] ?? '').startsWith('- ');
  let next = at;
  for (let indent = 0; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const [mark] = ITEM.exec(line) ?? [];
    if (mark !== undefined && mark.startsWith('-') !== isOrdered) {
      indent = mark.length;
      items.push([line.slice(indent)]);
    } else if (line.trim() === '' || line.startsWith(' '.repeat(indent)))
      items.at(-1)?.push(line.slice(indent));
    else break;
  }
  return { block: { kind: 'list', isOrdered, items: items.map(blocksOfLines) }, next };
}

function tableOf(lines: readonly string[]): Block {
  // The second line draws the line below the head.
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
  return { kind: 'table', head, rows };
}

function endOf(lines: readonly string[], at: number, isOver: (line: string) => boolean): number {
  const length = lines.slice(at + 1).findIndex(isOver);
  return length === -1 ? lines.length : at + 1 + length;
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}

export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(SPAN)) {
    if (match.index > end) spans.push({ kind: 'text', text: text.slice(end, match.index) });
    spans.push(spanOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) spans.push({ kind: 'text', text: text.slice(end) });
  return spans;
}

function spanOf([, code, bold, words = '', address = '']: RegExpExecArray): Span {
  if (code !== undefined) return { kind: 'code', text: code };
  if (bold !== undefined) return { kind: 'bold', text: bold };
  return { kind: 'link', text: words.replaceAll('`', ''), address };
}
