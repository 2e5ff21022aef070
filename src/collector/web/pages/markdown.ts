/** A document of docs/ as HTML. All of its text is escaped, as is everything else. */
import type { Block, Span } from '../../../explain/markdown.ts';
import { blocksOf, spansOf } from '../../../explain/markdown.ts';
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';

/** Of a link in the page; null: its words stand without one. */
type AddressOf = (link: string) => string | null;

export function markdownHtml(markdown: string, addressOf: AddressOf): Html {
  return blocksHtml(blocksOf(markdown), addressOf);
}

function blocksHtml(blocks: readonly Block[], addressOf: AddressOf): Html {
  return html`${blocks.map((block) => blockHtml(block, addressOf))}`;
}

function blockHtml(block: Block, addressOf: AddressOf): Html {
  switch (block.kind) {
    case 'heading':
      return block.level === 1
        ? html`<h1>${inLine(block.text, addressOf)}</h1>`
        : html`<h2 id="${anchor(block.text)}">${inLine(block.text, addressOf)}</h2>`;
    case 'paragraph':
      return html`<p>${inLine(block.text, addressOf)}</p>`;
    case 'list': {
      const items = block.items.map((item) => html`<li>${itemHtml(item, addressOf)}</li>`);
      return block.isOrdered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'table': {
      const cells = (row: readonly string[]) => row.map((cell) => html`<td>${inLine(cell, addressOf)}</td>`);
      const heads = block.head.map((cell) => html`<th scope="col">${inLine(cell, addressOf)}</th>`);
      const rows = block.rows.map((row) => html`<tr>${cells(row)}</tr>`);
      return html`<div class="scroll"><table class="plain"><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
    }
    case 'code':
      return html`<pre>${codeHtml(block.lines)}</pre>`;
  }
}

/** The lines that the page is about stand out. */
function codeHtml(lines: readonly string[]): Html {
  const shown = lines.map((line) => (/ # <-- /.test(line) ? html`<mark>${line}</mark>` : html`${line}`));
  return html`${shown}`;
}

/** One paragraph alone needs no space around it. */
function itemHtml(item: readonly Block[], addressOf: AddressOf): Html {
  const [first, ...others] = item;
  if (first?.kind === 'paragraph' && others.length === 0) return inLine(first.text, addressOf);
  return blocksHtml(item, addressOf);
}

/** As GitHub makes it of a heading: links from elsewhere lead to it. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function inLine(text: string, addressOf: AddressOf): Html {
  return spansOf(text)
    .map((span) => spanHtml(span, addressOf))
    .reduce((all, one) => html`${all}${one}`, html``);
}

function spanHtml(span: Span, addressOf: AddressOf): Html {
  if (span.kind === 'code') return html`<code>${span.text}</code>`;
  if (span.kind === 'bold') return html`<b>${span.text}</b>`;
  if (span.kind === 'text') return html`${span.text}`;
  const address = addressOf(span.address);
  return address === null ? html`${span.text}` : html`<a href="${address}">${span.text}</a>`;
}
