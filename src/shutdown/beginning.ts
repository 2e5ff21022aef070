/** How a watched termination begins: who signals, whom, and from when the grace period counts. */

import type { SignalFacts } from '../diagnosis/context.ts';
import type { Finding } from '../diagnosis/vocabulary.ts';
import type { Capture } from '../python/model/capture.ts';
import type { Trigger } from '../report/report.ts';

export const SIGNAL = { number: 15, name: 'SIGTERM' } as const;

/** The moment from which the grace period counts, on both clocks. */
export interface Start {
  /** On the system's monotonic clock. */
  atMs: number;
  /** Milliseconds since 1970. */
  wallMs: number;
  /** So much earlier it may have been, where it was only noticed; 0 when left out. */
  uncertainMs?: number;
}

/** What one look led to, for whoever decides on signals. */
export interface Seen {
  capture: Capture;
  findings: readonly Finding[];
  /** Since the grace period began. */
  elapsedMs: number;
}

export interface Beginning {
  readonly trigger: Trigger;
  /**
   * Called with the first look, where one is taken before the signal. Throws a LookError when there is no use in watching:
   * nothing could be seen, or nobody signalled.
   */
  begin(first: Capture | null): Start;
  /** What is known of the signal by now; null when none can have reached the target yet. */
  signal(last: Capture): SignalFacts | null;
  /** When that signal was sent, where it was later than the start: what was seen before it is then from before the signal. */
  readonly signalledAtMs: number | null;
  /** A chance to signal after a look; true when it did. */
  reconsider(seen: Seen): boolean;
  /** Others end this process at the deadline: no look may run over it, and all must be said before. */
  readonly endsAtDeadline: boolean;
}
