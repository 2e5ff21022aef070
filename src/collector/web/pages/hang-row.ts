/** One hang in the list. On a phone it is a card, and its labels show. */
import { causeTag } from '../../../report/render/html/cause-tag.ts';
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';
import { grouped } from '../../../report/words/numbers.ts';
import type { HangSummary } from '../../model/hang.ts';
import { causeAddress, hangAddress } from '../query/addresses.ts';
import { peakWords, sparkline } from './sparkline.ts';
import { when } from './when.ts';
import { imageList, workloadList } from './words.ts';

const NEW_MS = 86_400_000;
const WORKLOADS = 3;
const IMAGES = 3;

/** `namespace`: the only one that the reader may see; null: all. */
export function hangRow(hang: HangSummary, namespace: string | null, nowMs: number): Html {
  const { finding, fingerprint, pods, occurrences, firstSeenMs, lastSeenMs, days } = hang;
  const isNew = nowMs - firstSeenMs < NEW_MS;
  const kills = occurrences > pods ? html`<div class="under">${grouped(occurrences)} kills</div>` : null;
  return html`<tr>
<td class="what"><a href="${hangAddress(fingerprint, namespace)}">${finding.title}</a> ${isNew ? html`<span class="tag new">new</span>` : null}
<p><code>${finding.culprit}</code> ${causeTag(finding.cause, causeAddress)}</p>
<p>${workloadList(hang.workloads, WORKLOADS)}</p>
<p class="quiet">${imageList(hang.images, IMAGES)}</p></td>
<td class="number"><span class="label">Pods</span><b>${grouped(pods)}</b>${kills}</td>
<td><span class="label">14 days</span>${sparkline(days, nowMs)}<span class="under">${peakWords(days)}</span></td>
<td><span class="label">Last seen</span>${when(lastSeenMs, nowMs)}</td>
<td><span class="label">First seen</span>${when(firstSeenMs, nowMs)}</td>
</tr>`;
}
