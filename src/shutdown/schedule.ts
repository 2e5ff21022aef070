/** When to look, in milliseconds after the signal: soon, then less and less often, and once just before the deadline. */

/** Early ones catch what is cancelled and unwinds; a first report must be out within 250 ms. */
const FIRST_MS = [30, 150, 400];
const GROWTH = 2;
/** What took the time of a late stop is known as well as the looks lie close: to a tenth of the grace period. */
const LONGEST_GAP = { ms: 15_000, share: 0.1 };
/** Closer than this they tell nothing more, and a short grace period has few. */
const SHORTEST_CAP_MS = 1_000;
/** The last look must be over at the deadline, or the report would come after the kill. */
const LAST_BEFORE_END = { ms: 250, share: 0.1 };
/** Where this process ends with the target, what was seen has to be written and sent before. */
const LAST_WORDS_BEFORE_END = { ms: 900, share: 0.15 };

/** In order; the last lies before `graceMs` by what a look takes (`lookMs`, as seen so far) and some more. */
export function captureTimes(
  graceMs: number,
  lookMs: number,
  { endsAtDeadline }: { endsAtDeadline: boolean } = { endsAtDeadline: false },
): number[] {
  const { ms, share } = endsAtDeadline ? LAST_WORDS_BEFORE_END : LAST_BEFORE_END;
  const spareMs = Math.min(ms, share * graceMs);
  const lastMs = Math.max(graceMs / 2, graceMs - spareMs - 1.5 * lookMs);
  const longestGapMs = Math.max(SHORTEST_CAP_MS, Math.min(LONGEST_GAP.ms, LONGEST_GAP.share * graceMs));
  const times: number[] = [];
  for (let index = 0, atMs = 0, gapMs = 0; ; index += 1) {
    const fixedMs = FIRST_MS[index];
    gapMs = fixedMs === undefined ? Math.min(gapMs * GROWTH, longestGapMs) : fixedMs - atMs;
    atMs += gapMs;
    // Two looks close together at the end would tell nothing more than one.
    if (atMs + gapMs / 2 > lastMs) break;
    times.push(atMs);
  }
  return [...times, lastMs];
}

/**
 * Index of the next time to look, or null after the last. Of the times that a late wake-up or a long look has missed,
 * only the latest is made up for.
 */
export function nextCapture(times: readonly number[], elapsedMs: number, done: number): number | null {
  const latestMissed = times.findLastIndex((atMs) => atMs <= elapsedMs);
  const next = Math.max(done, latestMissed);
  return next < times.length ? next : null;
}
