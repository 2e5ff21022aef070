/** Reports as rows; those of one hang do not tell again what it is. */
import { causeTag } from '../../../report/render/html/cause-tag.ts';
import type { Html } from '../../../report/render/html/html.ts';
import { html, prose } from '../../../report/render/html/html.ts';
import { cut } from '../../../report/sanitise.ts';
import { duration, grace } from '../../../report/words/numbers.ts';
import { outcomeMark } from '../../../report/words/outcome.ts';
import type { ReportSummary } from '../../model/kept-report.ts';
import { causeAddress, reportAddress } from '../query/addresses.ts';
import { when } from './when.ts';
import { imageName, workloadName } from './words.ts';

const SUMMARY_CHARACTERS = 260;

export function reportTable(
  reports: readonly ReportSummary[],
  about: 'one-hang' | 'all',
  nowMs: number,
): Html {
  return html`<table class="list">
<thead><tr><th scope="col">Outcome</th><th scope="col">${about === 'all' ? 'What was found' : 'Pod'}</th><th scope="col">Time used</th><th scope="col">Received</th></tr></thead>
<tbody>
${reports.map((report) => reportRow(report, about, nowMs))}
</tbody></table>`;
}

function reportRow(report: ReportSummary, about: 'one-hang' | 'all', nowMs: number): Html {
  const { id, outcome, namespace, workload, pod, container, node, image, summary } = report;
  const state = stateWords(report);
  return html`<tr>
<td><span class="outcome ${outcome}">${outcomeMark(outcome)}\u00a0${outcome}</span></td>
<td class="what"><a href="${reportAddress(id)}">${pod}</a> <span class="quiet">${namespace} ${workloadName(workload)}, container ${container}</span>${state === '' ? null : html` <span class="tag quiet">${state}</span>`}
${about === 'all' ? html`<p>${prose(cut(summary, SUMMARY_CHARACTERS))}</p>` : null}<p>${about === 'all' ? finding(report) : null}<span class="quiet"><span class="mono">${imageName(image)}</span>${node === null ? null : ` on ${node}`}</span></p></td>
<td class="short"><span class="label">Time used</span>${timeWords(report)}</td>
<td><span class="label">Received</span>${when(report.receivedAtMs, nowMs)}</td>
</tr>`;
}

function finding({ culprit, cause }: ReportSummary): Html {
  const place = culprit === null ? null : html`<code>${culprit}</code> `;
  const tag = cause === null ? null : html`${causeTag(cause, causeAddress)} `;
  return html`${place}${tag}`;
}

function timeWords({ durationSeconds, graceSeconds }: ReportSummary): string {
  if (durationSeconds === null) return 'no termination';
  return graceSeconds === null
    ? duration(durationSeconds)
    : `${duration(durationSeconds)} of ${grace(graceSeconds)}`;
}

/** What is still to come, or never came. */
function stateWords({ abridged, complete, settled }: ReportSummary): string {
  if (abridged) return settled ? 'only the short form came' : 'the short form, so far';
  if (complete) return '';
  return settled ? 'its end was not seen' : 'its end is not known yet';
}
