/** What happened, as moments in order: events and looks in one list. */
import type { Report } from '../report.ts';
import { count } from '../words/numbers.ts';

export interface Moment {
  seconds: number;
  /** An event's code (`signal-sent`, `exited`, …), or `capture`. */
  kind: string;
  /** "SIGTERM", "214 tasks". */
  words: string;
  detail: string;
}

/** Events that a capture of the report tells better. */
const LOOKS = new Set(['baseline', 'captured']);

/** What a look saw that could not see tasks. */
const LESSER_LOOKS = new Map([
  ['signals', 'signals only'],
  ['py-spy', 'threads only'],
]);

/** Looks at which the number of tasks had not changed are left out, but for the first and the last. */
export function momentsOf(report: Report): Moment[] {
  const looks = report.captures.filter(
    (capture, index, all) =>
      index === 0 || index === all.length - 1 || capture.pending !== all[index - 1]?.pending,
  );
  const moments = [
    ...report.timeline.filter(({ event }) => !LOOKS.has(event)).map(eventMoment(report)),
    ...looks.map((capture) => ({
      seconds: capture.seconds,
      kind: 'capture',
      words: LESSER_LOOKS.get(capture.method) ?? count(capture.pending, 'task'),
      detail: `looked for ${Number(capture.durationMs.toFixed(1))} ms`,
    })),
  ];
  const last = moments.findLast(({ kind }) => kind === 'capture');
  const since = unchangedSince(report);
  if (last !== undefined && since !== null) last.words += `, no progress since ${since.toFixed(2)}`;
  return moments.toSorted((a, b) => a.seconds - b.seconds);
}

function eventMoment(report: Report): (entry: Report['timeline'][number]) => Moment {
  return ({ seconds, event, detail }) => {
    const isSignal = event === 'signal-sent' || event === 'signal-received';
    const words = isSignal ? (report.shutdown?.signal ?? 'signal') : event.replaceAll('-', ' ');
    return { seconds, kind: event, words, detail };
  };
}

/** Since when every survivor has stood where it stands; null when one moves, or when there was one look only. */
function unchangedSince(report: Report): number | null {
  const last = report.captures.at(-1);
  if (last === undefined || report.captures.length < 2 || report.survivors.length === 0) return null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const { sinceSeconds } of report.survivors) {
    if (sinceSeconds === null || sinceSeconds <= 0) return null;
    shortest = Math.min(shortest, sinceSeconds);
  }
  return Math.max(0, last.seconds - shortest);
}
