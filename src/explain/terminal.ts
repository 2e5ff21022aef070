/** A page as a terminal shows it: wrapped words, code as it stands, and addresses that can be copied. */
import { columns, wrapped } from '../report/render/text/layout.ts';
import type { Page } from '../report/render/text/page.ts';
import type { Block } from './markdown.ts';
import { blocksOf, spansOf } from './markdown.ts';

/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 100;

export function terminalPage(markdown: string, page: Page): string {
  const parts = blocksOf(markdown).map((block) => blockLines(block, page).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function blockLines(block: Block, page: Page): string[] {
  const width = Math.min(page.width, WIDEST);
  switch (block.kind) {
    case 'heading':
      return [page.paint('bold', block.level === 1 ? block.text : page.paint('cyan', block.text))];
    case 'paragraph':
      return wrapped(plainWords(block.text), width);
    case 'list':
      return block.items.flatMap((item) => itemLines(item, width));
    case 'code':
      return block.lines.map((line) => (line === '' ? '' : `    ${codeLine(line, page)}`));
  }
}

function itemLines(item: string, width: number): string[] {
  const mark = '- ';
  const lines = wrapped(plainWords(item), width - columns(mark));
  return lines.map((line, index) => `${index === 0 ? mark : ' '.repeat(columns(mark))}${line}`);
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
