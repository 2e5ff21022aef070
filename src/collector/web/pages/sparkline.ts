/** How often it happened on each of the last days, as little bars; the words beside them say the same. */
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';
import { count, grouped } from '../../../report/words/numbers.ts';

const BAR = 7;
const GAP = 2;
const HEIGHT = 26;
const DAY_MS = 86_400_000;

/** `days`: the last one today. */
export function sparkline(days: readonly number[], nowMs: number): Html {
  const most = Math.max(1, ...days);
  const width = days.length * (BAR + GAP) - GAP;
  return html`<svg class="spark" width="${width}" height="${HEIGHT + 2}" viewBox="0 0 ${width} ${HEIGHT + 2}" role="img" aria-label="${spoken(days, nowMs)}"><rect class="ground" y="${HEIGHT}" width="${width}" height="2"/>${days.map((number, index) => bar(number, index, { most, isToday: index === days.length - 1 }))}</svg>`;
}

function bar(number: number, index: number, { most, isToday }: { most: number; isToday: boolean }): Html {
  if (number === 0) return html``;
  const height = Math.max(3, Math.round((number / most) * HEIGHT));
  return html`<rect class="${isToday ? 'today' : 'day'}" x="${index * (BAR + GAP)}" y="${HEIGHT - height}" width="${BAR}" height="${height}"/>`;
}

/** "12 on the worst day" */
export function peakWords(days: readonly number[]): string {
  const most = Math.max(0, ...days);
  return most === 0 ? 'none in these days' : `up to ${grouped(most)} a day`;
}

function spoken(days: readonly number[], nowMs: number): string {
  const told = days.flatMap((number, index) => {
    if (number === 0) return [];
    const date = new Date(nowMs - (days.length - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return [`${grouped(number)} on ${date}`];
  });
  return `Last ${count(days.length, 'day')}: ${told.length === 0 ? 'none' : told.join(', ')}`;
}
