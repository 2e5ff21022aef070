/** A hang: what happens, what to change, since when, where, and its reports. */
import { causeTag } from '../../../report/render/html/cause-tag.ts';
import type { ExcerptLine } from '../../../report/render/html/excerpt.ts';
import { excerptTable } from '../../../report/render/html/excerpt.ts';
import type { Html } from '../../../report/render/html/html.ts';
import { html, prose } from '../../../report/render/html/html.ts';
import { count } from '../../../report/words/numbers.ts';
import type { HangDetail } from '../../model/hang.ts';
import type { HangFinding } from '../../model/kept-report.ts';
import type { Answer } from '../answer/answer.ts';
import type { ReportPage } from '../data/reading.ts';
import { causeAddress, reportsAddress } from '../query/addresses.ts';
import { imageTable, lifeWords, nodeTable, workloadTable } from './hang-facts.ts';
import { page } from './page.ts';
import { reportTable } from './report-table.ts';
import { peakWords, sparkline } from './sparkline.ts';
import { when } from './when.ts';

/** `namespace`: the one that the page is about; null: all. */
export function hangPage(
  hang: HangDetail,
  { reports, next }: ReportPage,
  { namespace, nowMs }: { namespace: string | null; nowMs: number },
): Answer {
  const { finding, fingerprint } = hang;
  const all = reportsAddress({ fingerprint, namespace, outcome: 'hung' });
  return page({
    title: finding.title,
    place: null,
    links: [{ address: `/api/v1/hangs/${encodeURIComponent(fingerprint)}`, words: 'JSON' }],
    content: [
      html`<header><h1><span class="mark">✗</span> ${finding.title}</h1>
<p class="quiet"><code>${finding.culprit}</code>${namespace === null ? null : html` in the namespace ${namespace}`}</p></header>`,
      answer(finding),
      html`<section class="card"><h2>Since when</h2>
<p class="life">${lifeWords(hang, { isPart: namespace !== null, nowMs })}</p>
<p>${count(hang.pods, 'pod')}, ${count(hang.occurrences, 'container')} killed. First seen ${when(hang.firstSeenMs, nowMs)}, last seen ${when(hang.lastSeenMs, nowMs)}.</p>
${sparkline(hang.days, nowMs)}<p class="under">the last 14 days, ${peakWords(hang.days)}</p>
${imageTable(hang.images, nowMs)}</section>`,
      html`<div class="columns">${workloadTable(hang.workloads)}${nodeTable(hang.nodes)}</div>`,
      html`<section><h2>Its reports <span class="quiet">the newest first</span></h2>${reports.length === 0 ? html`<p class="quiet">None of them is kept any more.</p>` : reportTable(reports, 'one-hang', nowMs)}
${next === null ? null : html`<p><a href="${all}">All reports of this hang</a></p>`}</section>`,
      html`<footer>fingerprint ${fingerprint}</footer>`,
    ],
  });
}

function answer(finding: HangFinding): Html {
  const { evidence, fix } = finding;
  return html`<section class="card answer">
<p class="tags">${causeTag(finding.cause, causeAddress)} <span class="tag quiet">${finding.certainty}</span></p>
<p class="sentence">${prose(finding.sentence)}</p>
${fix === '' ? null : html`<div class="fix"><h2>What to change</h2><p>${prose(fix)}</p></div>`}
${excerpt(finding)}
${evidence.length === 0 ? null : html`<ul class="facts">${evidence.map((fact) => html`<li>${prose(fact)}</li>`)}</ul>`}
</section>`;
}

/** The construct and the line it waits at; they may be one. */
function excerpt({ construct, source }: HangFinding): Html | null {
  const isOne = source !== null && construct?.file === source.file && construct.line === source.line;
  const lines: ExcerptLine[] = [];
  if (source !== null)
    lines.push({
      file: source.file,
      line: source.line,
      code: source.text,
      note: 'where it is now',
      toChange: isOne,
    });
  if (construct !== null && !isOne)
    lines.push({
      file: construct.file,
      line: construct.line,
      code: construct.text,
      note: '',
      toChange: true,
    });
  return excerptTable(lines, { caption: null, folder: null });
}
