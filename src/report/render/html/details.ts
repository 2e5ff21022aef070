/** What is asked last: what could not be seen, how it was looked at, the report itself. */
import type { Report } from '../../report.ts';
import { count } from '../../words/numbers.ts';
import { reportJson } from '../json.ts';
import { renderMarkdown } from '../markdown.ts';
import type { Html } from './html.ts';
import { html, preformatted, prose } from './html.ts';

/** Beyond these the JSON would make the page too heavy to mail. */
const RAW_SURVIVORS = 500;
const RAW_CHARACTERS = 1_000_000;

export function limitList(report: Report): Html | null {
  if (report.limits.length === 0) return null;
  return html`<section class="card"><h2>What could not be seen</h2>
<ul class="limits">${report.limits.map(
    ({ sentence, fix, code }) =>
      html`<li>${prose(sentence)}${fix === '' ? null : html`<br><b>To allow it:</b> ${prose(fix)}`} <span class="tag quiet">${code}</span></li>`,
  )}</ul>
</section>`;
}

export function lookTable(report: Report): Html | null {
  if (report.captures.length === 0) return null;
  return html`<details class="card"><summary>How it was looked at <span class="quiet">${count(report.captures.length, 'look')}</span></summary>
<table class="looks"><tr><th>at</th><th>took</th><th>tasks</th><th>method</th><th>reads repeated</th></tr>
${report.captures.map(
  (look) =>
    html`<tr><td>${look.seconds.toFixed(2)} s</td><td>${Number(look.durationMs.toFixed(1))} ms</td><td>${look.pending}</td><td>${look.method}</td><td>${look.retries}</td></tr>`,
)}
</table></details>`;
}

export function markdownBlock(report: Report): Html {
  return html`<details class="card"><summary>Copy as Markdown, for the incident channel <span class="quiet">one click selects it all</span></summary><pre class="copy">${preformatted(renderMarkdown(report).trimEnd().split('\n'))}</pre></details>`;
}

export function rawReport(report: Report): Html {
  const json = report.survivors.length > RAW_SURVIVORS ? null : reportJson(report);
  if (json === null || json.length > RAW_CHARACTERS) {
    return html`<p class="quiet">The raw report is too large for this page; straggler writes it with --json or --out.</p>`;
  }
  return html`<details class="card"><summary>The raw report</summary><pre>${preformatted(json.trimEnd().split('\n'))}</pre></details>`;
}
