/** What happened when, in seconds since the signal. */
import type { TimelineEntry } from '../report/report.ts';

export type TimelineEvent =
  | 'started'
  | 'ready'
  | 'baseline'
  | 'signal-sent'
  | 'signal-failed'
  | 'hook-seen'
  | 'began'
  | 'captured'
  | 'capture-failed'
  | 'exited'
  | 'deadline'
  | 'interrupted'
  | 'ended';

export class Timeline {
  readonly #entries: { atMs: number; event: TimelineEvent; detail: string }[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(event: TimelineEvent, detail: string): void {
    this.#entries.push({ atMs: this.#now(), event, detail });
  }

  /** `zeroMs`: the moment of the signal, on the same clock. */
  since(zeroMs: number): TimelineEntry[] {
    return this.#entries.map(({ atMs, event, detail }) => ({
      // Plus 0: there is no negative zero in a report.
      seconds: Math.round(atMs - zeroMs) / 1000 + 0,
      event,
      detail,
    }));
  }
}
