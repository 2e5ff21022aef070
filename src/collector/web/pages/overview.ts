/** How terminations went in the last day, in three figures. */
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';
import { grouped } from '../../../report/words/numbers.ts';
import type { TerminationOverview } from '../../model/filter.ts';

export function overviewFigures(overview: TerminationOverview): Html {
  const { terminations, killed, slow, medianGraceShare } = overview;
  const share = (part: number): Html | null =>
    terminations === 0 ? null : html` <small>${percent(part / terminations)}</small>`;
  return html`<dl class="figures">
<div><dt>terminations in the last day</dt><dd>${grouped(terminations)}</dd></div>
<div class="${killed > 0 ? 'killed' : 'none'}"><dt>killed at the end of their grace period</dt><dd>${grouped(killed)}${share(killed)}</dd></div>
<div><dt>slow, but in time</dt><dd>${grouped(slow)}${share(slow)}</dd></div>
<div><dt>of their grace period used (median)</dt><dd>${medianGraceShare === null ? '–' : percent(medianGraceShare)}</dd></div>
</dl>`;
}

/** A small share is not none. */
function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 1) return '<1 %';
  return `${Math.round(value)} %`;
}
