/** Lines of the target's source, the one to change marked. */
import { shortPath } from '../../source-paths.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

export interface ExcerptLine {
  file: string;
  line: number;
  code: string;
  /** What it is about; may be empty. */
  note: string;
  toChange: boolean;
}

/** In the order of the file; null without lines. Paths below `folder` are shown relative to it. */
export function excerptTable(
  lines: readonly ExcerptLine[],
  { caption, folder }: { caption: string | null; folder: string | null },
): Html | null {
  if (lines.length === 0) return null;
  const sorted = lines.toSorted((a, b) => (a.file === b.file ? a.line - b.line : 0));
  return html`<table class="code">${caption === null ? null : html`<caption>${caption}</caption>`}
${sorted.map((line) => excerptRow(line, folder))}
</table>`;
}

function excerptRow({ file, line, code, note, toChange }: ExcerptLine, folder: string | null): Html {
  const mark = toChange ? html`<b>to change</b>${note === '' ? '' : ': '}` : null;
  const words = toChange || note !== '' ? html`← ${mark}${note}` : null;
  return html`<tr class="${toChange ? 'change' : 'here'}"><th scope="row">${shortPath(file, folder)}:${line}</th><td><code>${code}</code></td><td class="note">${words}</td></tr>`;
}
