/** Pages with nothing on them say what to do. */
import type { Html } from '../../../report/render/html/html.ts';
import { html, preformatted } from '../../../report/render/html/html.ts';
import { count } from '../../../report/words/numbers.ts';
import type { TerminationOverview } from '../../model/filter.ts';

const SIDECAR = [
  '# values.yaml of a service that uses the chart straggler-sidecar',
  'straggler:',
  '  collector:',
  '    url: http://straggler.straggler.svc:8080',
];

export function noHangs(isFiltered: boolean, overview: TerminationOverview | null): Html {
  if (isFiltered) return nothingMatches('hang', '/');
  const ended = overview?.terminations ?? 0;
  if (ended > 0)
    return html`<section class="card empty"><h2>Nothing hangs</h2>
<p>${count(ended, 'container')} ended in the last day, and none of those that are kept was killed at the end of its grace period for a known cause. <a href="/reports">All reports</a></p></section>`;
  return html`<section class="card empty"><h2>No hang has been reported yet</h2>
<p>A hang is shown here as soon as a pod with Straggler's sidecar is killed at the end of its grace period. To let a service report, name this collector in its values, and restart a pod of it:</p>
<pre>${preformatted(SIDECAR)}</pre>
<p class="quiet">The metric straggler_pods_watched counts the pods whose sidecar has said hello.</p></section>`;
}

export function noReports(isFiltered: boolean, isFirstPage: boolean): Html {
  if (!isFirstPage)
    return html`<section class="card empty"><h2>No older reports</h2><p><a href="/reports">To the newest</a></p></section>`;
  if (isFiltered) return nothingMatches('report', '/reports');
  return html`<section class="card empty"><h2>No report has come yet</h2>
<p>A pod with Straggler's sidecar sends one each time it terminates. Name this collector in the values of a service, and restart a pod of it:</p>
<pre>${preformatted(SIDECAR)}</pre></section>`;
}

function nothingMatches(noun: string, all: string): Html {
  return html`<section class="card empty"><h2>No ${noun} matches</h2>
<p>Namespace and workload have to be the whole name; the text may be a part of the sentence, the culprit, the workload or the cause. <a href="${all}">Show all</a></p></section>`;
}
