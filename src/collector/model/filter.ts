/** What of all that is kept is asked for; null: not restricted. */
import type { Outcome } from '../../report/report.ts';

export interface HangFilter {
  namespace: string | null;
  /** Name of the workload. */
  workload: string | null;
  cause: string | null;
  /** Seen at or after. */
  sinceMs: number | null;
  /** In the sentence, the culprit, the workload or the cause; case does not matter. */
  text: string | null;
}

export interface ReportFilter extends HangFilter {
  outcome: Outcome | null;
  fingerprint: string | null;
  /** Newest first; those before this one of the last page. */
  before: { receivedAtMs: number; id: string } | null;
  /** At most 500. */
  limit: number;
}

export const ANY_HANG: HangFilter = Object.freeze({
  namespace: null,
  workload: null,
  cause: null,
  sinceMs: null,
  text: null,
});

/** How terminations of the last day went. */
export interface TerminationOverview {
  terminations: number;
  killed: number;
  slow: number;
  /** Share of the grace period; null without any termination. */
  medianGraceShare: number | null;
}
