/** Since which image, on which workloads and nodes. */
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';
import { grouped } from '../../../report/words/numbers.ts';
import type { HangDetail, HangImage, HangWorkload } from '../../model/hang.ts';
import { hangsAddress } from '../query/addresses.ts';
import { ago, when } from './when.ts';
import { imageName, longImageName, workloadName } from './words.ts';

const ROWS = 50;

/** "Seen since image orders:1.4.1, last in image orders:1.4.3; gone since image orders:1.4.4 (2 d ago)." */
export function lifeWords(
  { images, goneSince }: HangDetail,
  { isPart, nowMs }: { isPart: boolean; nowMs: number },
): Html {
  const first = images.reduce<HangImage | null>(
    (best, one) => (best === null || one.firstSeenMs < best.firstSeenMs ? one : best),
    null,
  );
  const last = images.reduce<HangImage | null>(
    (best, one) => (best === null || one.lastSeenMs > best.lastSeenMs ? one : best),
    null,
  );
  const seen =
    first === null || last === null
      ? html`No image of it is known`
      : html`Seen since image <b class="mono">${imageName(first.image)}</b>, last in image <b class="mono">${imageName(last.image)}</b>`;
  return html`${seen}${goneWords(goneSince, { isPart, nowMs })}.`;
}

/** Of one namespace alone it is not known. */
function goneWords(
  goneSince: HangDetail['goneSince'],
  { isPart, nowMs }: { isPart: boolean; nowMs: number },
): Html | null {
  if (goneSince !== null)
    return html`; gone since image <b class="mono">${imageName(goneSince.image)}</b> (${ago(goneSince.sinceMs, nowMs)})`;
  return isPart ? null : html`; no other image of the workload has ended without it since`;
}

export function imageTable(images: readonly HangImage[], nowMs: number): Html | null {
  if (images.length === 0) return null;
  return html`<table class="plain by-image"><thead><tr><th scope="col">Image</th><th scope="col">First seen</th><th scope="col">Last seen</th><th scope="col" class="number short">Kills</th></tr></thead><tbody>
${images
  .slice(-ROWS)
  .map(
    ({ image, firstSeenMs, lastSeenMs, occurrences }) =>
      html`<tr><td class="mono">${longImageName(image)}</td><td><span class="label">First seen</span>${when(firstSeenMs, nowMs)}</td><td><span class="label">Last seen</span>${when(lastSeenMs, nowMs)}</td><td class="number"><span class="label">Kills</span>${grouped(occurrences)}</td></tr>`,
  )}
</tbody></table>${more(images.length)}`;
}

export function workloadTable(workloads: readonly HangWorkload[]): Html {
  return html`<section class="card"><h2>Workloads</h2><table class="plain"><thead><tr><th scope="col">Namespace</th><th scope="col">Workload</th><th scope="col" class="number short">Pods</th></tr></thead><tbody>
${workloads
  .slice(0, ROWS)
  .map(
    ({ namespace, workload, pods }) =>
      html`<tr><td>${namespace}</td><td><a href="${hangsAddress({ namespace, workload: workload.name })}">${workloadName(workload)}</a></td><td class="number">${grouped(pods)}</td></tr>`,
  )}
</tbody></table>${more(workloads.length)}</section>`;
}

export function nodeTable(nodes: HangDetail['nodes']): Html | null {
  if (nodes.length === 0) return null;
  return html`<section class="card"><h2>Nodes</h2><table class="plain"><thead><tr><th scope="col">Node</th><th scope="col" class="number short">Kills</th></tr></thead><tbody>
${nodes.slice(0, ROWS).map(({ node, occurrences }) => html`<tr><td>${node}</td><td class="number">${grouped(occurrences)}</td></tr>`)}
</tbody></table>${more(nodes.length)}</section>`;
}

function more(length: number): Html | null {
  return length > ROWS ? html`<p class="quiet">and ${grouped(length - ROWS)} more</p>` : null;
}
