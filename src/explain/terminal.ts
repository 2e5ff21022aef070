/** A page as a terminal shows it: wrapped words, code as it stands, and addresses that can be copied. */
import { columns, wrapped } from '../report/render/text/layout.ts';
import type { Page } from '../report/render/text/page.ts';
import type { Block } from './markdown.ts';
import { blocksOf, spansOf } from './markdown.ts';

/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 100;

export function terminalPage(markdown: string, page: Page): string {
  const width = Math.min(page.width, WIDEST);
  return `${blockParts(blocksOf(markdown), width, page).join('\n\n')}\n`;
}

function blockParts(blocks: readonly Block[], width: number, page: Page): string[] {
  return blocks.map((block) => blockLines(block, width, page).join('\n'));
}

function blockLines(block: Block, width: number, page: Page): string[] {
  switch (block.kind) {
    case 'heading':
      return [page.paint('bold', block.level === 1 ? block.text : page.paint('cyan', block.text))];
    case 'paragraph':
      return wrapped(plainWords(block.text), width);
    case 'list':
      return block.items.flatMap((item, index) =>
        itemLines(item, block.isOrdered ? `${index + 1}. ` : '- ', width, page),
      );
    case 'table':
      return [block.head, ...block.rows].flatMap((row) => wrapped(row.map(plainWords).join(' | '), width));
    case 'code':
      return block.lines.map((line) => (line === '' ? '' : `    ${codeLine(line, page)}`));
  }
}

/** What follows the first line stands below it. */
function itemLines(item: readonly Block[], mark: string, width: number, page: Page): string[] {
  const indent = ' '.repeat(columns(mark));
  const lines = blockParts(item, width - columns(mark), page)
    .join('\n\n')
    .split('\n');
  return lines.map((line, index) => (line === '' ? '' : `${index === 0 ? mark : indent}${line}`));
}

/** The lines that the page is about stand out. */
function codeLine(line: string, page: Page): string {
  return / # <-- /.test(line) ? page.paint('yellow', line) : line;
}

/** Code keeps its backticks: they tell where it ends. A link to another page is the name of a cause. */
function plainWords(text: string): string {
  return spansOf(text)
    .map((span) => {
      if (span.kind === 'code') return `\`${span.text}\``;
      if (span.kind !== 'link' || !/^[a-z]+:/.test(span.address)) return span.text;
      return `${span.text} <${span.address}>`;
    })
    .join('');
}
