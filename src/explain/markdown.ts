/**
 * The Markdown that the pages are written in, and no more of it: headings, paragraphs, lists of one level and blocks of
 * code; in a line code, bold words and links. A page that says more than that fails a test.
 */

export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'code'; language: string; lines: readonly string[] };

export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold'; text: string }
  | { kind: 'link'; text: string; address: string };

const FENCE = /^```(\w*)$/;
const HEADING = /^(#{1,2}) (.+)$/;
const ITEM = /^- (.+)$/;
const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^()\s]+)\)/g;

export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n');
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
  const end = endOfText(lines, at);
  const text = lines.slice(at, end);
  return { block: ITEM.test(line) ? listOf(text) : { kind: 'paragraph', text: joined(text) }, next: end };
}

function endOfText(lines: readonly string[], at: number): number {
  const isOver = (line: string) => line.trim() === '' || FENCE.test(line) || HEADING.test(line);
  const length = lines.slice(at + 1).findIndex(isOver);
  return length === -1 ? lines.length : at + 1 + length;
}

function listOf(lines: readonly string[]): Block {
  const items: string[][] = [];
  for (const line of lines) {
    const [, first] = ITEM.exec(line) ?? [];
    if (first !== undefined) items.push([first]);
    else items.at(-1)?.push(line);
  }
  return { kind: 'list', items: items.map(joined) };
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
