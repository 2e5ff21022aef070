/** The grace period as a bar from 0 to the deadline, with what happened when, numbered; the list below needs no hover. */

import type { Moment } from '../../model/progress.ts';
import { momentsOf } from '../../model/progress.ts';
import type { Report, Shutdown } from '../../report.ts';
import { duration, grace } from '../../words/numbers.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const WIDTH = 1_000;
const MARGIN = 14;
const BAR_TOP = 34;
const BAR_HEIGHT = 22;
const DOT = 9;
/** Moments shown by number; a watch has some dozens at most, and the rest is in the raw JSON. */
const MOMENTS = 24;

export function graceBar(report: Report): Html | null {
  const { shutdown } = report;
  if (shutdown === null) return null;
  const moments = momentsOf(report).slice(0, MOMENTS);
  const end = Math.max(shutdown.graceSeconds, shutdown.durationSeconds, 0.001);
  const x = (seconds: number): number =>
    MARGIN + Math.min(Math.max(seconds / end, 0), 1) * (WIDTH - 2 * MARGIN);
  const used = shutdown.durationSeconds;
  const deadline = x(shutdown.graceSeconds);
  const share = Math.round((used / Math.max(shutdown.graceSeconds, 0.001)) * 100);
  return html`<section class="card"><h2>The grace period</h2>
<div class="scroll"><svg class="bar ${report.outcome}" viewBox="0 0 ${WIDTH} 92" role="img" aria-label="${barWords(shutdown, share)}">
<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ink" width="3.5" height="8"/></pattern></defs>
<rect class="track" x="${MARGIN}" y="${BAR_TOP}" width="${WIDTH - 2 * MARGIN}" height="${BAR_HEIGHT}" rx="4"/>
<rect class="used" x="${MARGIN}" y="${BAR_TOP}" width="${round(x(used) - MARGIN)}" height="${BAR_HEIGHT}" rx="4"/>
<line class="deadline" x1="${round(deadline)}" x2="${round(deadline)}" y1="${BAR_TOP - 8}" y2="${BAR_TOP + BAR_HEIGHT + 8}"/>
<text class="axis" x="${MARGIN}" y="84">0 s</text>
<text class="axis" x="${round(deadline)}" y="84" text-anchor="end">deadline ${grace(shutdown.graceSeconds)}</text>
${dots(moments, x)}
</svg></div>
<p class="quiet">${barWords(shutdown, share)}</p>
<ol class="moments">
${moments.map(
  ({ seconds, words, detail }) =>
    html`<li><span class="when">${seconds.toFixed(2)} s</span> <b>${words}</b> <span class="quiet">${detail}</span></li>`,
)}
</ol>
</section>`;
}

function barWords(shutdown: Shutdown, share: number): string {
  const used = duration(shutdown.durationSeconds);
  return `${used} of ${grace(shutdown.graceSeconds)} (${share} %)${shutdown.exit === null ? ', end not seen' : ''}`;
}

/** Numbers that would lie upon each other become one: `2–5`. */
function dots(moments: readonly Moment[], x: (seconds: number) => number): Html[] {
  const clusters: { at: number; from: number; to: number }[] = [];
  for (const [index, { seconds }] of moments.entries()) {
    const at = x(seconds);
    const last = clusters.at(-1);
    if (last !== undefined && at - last.at < 4 * DOT) last.to = index + 1;
    else clusters.push({ at, from: index + 1, to: index + 1 });
  }
  return clusters.map(({ at, from, to }) => {
    const label = from === to ? `${from}` : `${from}–${to}`;
    const width = Math.max(2 * DOT, label.length * 7 + 8);
    const left = Math.min(Math.max(at - DOT, 1), WIDTH - width - 1);
    return html`<g><line class="stem" x1="${round(at)}" x2="${round(at)}" y1="20" y2="${BAR_TOP + BAR_HEIGHT}"/><rect class="dot" x="${round(left)}" y="3" width="${width}" height="18" rx="9"/><text class="number" x="${round(left + width / 2)}" y="16" text-anchor="middle">${label}</text></g>`;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
