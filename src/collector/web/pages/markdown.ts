/** A page of docs/causes as HTML. All of its text is escaped, as is everything else. */
import type { Block, Span } from '../../../explain/markdown.ts';
import { blocksOf, spansOf } from '../../../explain/markdown.ts';
import type { Html } from '../../../report/render/html/html.ts';
import { html, preformatted } from '../../../report/render/html/html.ts';

/** Of a link in the page; null: its words stand without one. */
type AddressOf = (link: string) => string | null;

export function markdownHtml(markdown: string, addressOf: AddressOf): Html {
  return html`${blocksOf(markdown).map((block) => blockHtml(block, addressOf))}`;
}

function blockHtml(block: Block, addressOf: AddressOf): Html {
  switch (block.kind) {
    case 'heading':
      return block.level === 1
        ? html`<h1>${inLine(block.text, addressOf)}</h1>`
        : html`<h2>${inLine(block.text, addressOf)}</h2>`;
    case 'paragraph':
      return html`<p>${inLine(block.text, addressOf)}</p>`;
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${inLine(item, addressOf)}</li>`)}</ul>`;
    case 'code':
      return html`<pre>${preformatted(block.lines)}</pre>`;
  }
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
