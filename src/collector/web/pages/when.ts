/** Moments as people read them: how long ago, and exactly when; neither needs a hover. */
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The last moment that JavaScript knows. */
const LAST_MS = 8_640_000_000_000_000;

export function ago(atMs: number, nowMs: number): string {
  const ms = nowMs - atMs;
  if (!isMoment(atMs)) return 'unknown';
  if (ms < MINUTE) return 'just now';
  if (ms < 2 * HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h ago`;
  return `${Math.floor(ms / DAY)} d ago`;
}

/** "2026-11-28 20:17 UTC" */
function exactly(atMs: number): string {
  if (!isMoment(atMs)) return '';
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function when(atMs: number, nowMs: number): Html {
  if (!isMoment(atMs)) return html`<span class="quiet">unknown</span>`;
  return html`<time datetime="${new Date(atMs).toISOString()}">${ago(atMs, nowMs)} <span class="exact">${exactly(atMs)}</span></time>`;
}

function isMoment(atMs: number): boolean {
  return Number.isFinite(atMs) && Math.abs(atMs) <= LAST_MS;
}
