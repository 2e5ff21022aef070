/** How a termination went, as far as is known. */
import type { ContainerEnding, TerminationOutcome } from '../../model/termination.ts';
import type { ReportRow, TerminationRow } from '../database/tables.ts';

/** Of the grace period; the report's own threshold is not known to the API server. */
const SLOW_SHARE = 0.8;
/** The API server tells whole seconds. */
const RESOLUTION_SECONDS = 1;
const KILLED_CODE = 137;
const KILLED_SIGNAL = 9;
const SECOND_MS = 1_000;
/** However long a grace period a report claims to have. */
const MAX_GRACE_SECONDS = 7 * 86_400;

interface Verdict {
  outcome: TerminationOutcome;
  durationSeconds: number | null;
  graceSeconds: number | null;
}

export function judgeEnding(ending: ContainerEnding): Verdict {
  const { graceSeconds, reason } = ending;
  const durationSeconds = Math.max(0, (ending.endedAtMs - ending.startedAtMs) / SECOND_MS);
  const isKilled = ending.exitCode === KILLED_CODE || ending.signal === KILLED_SIGNAL;
  const isLate = durationSeconds >= graceSeconds - RESOLUTION_SECONDS;
  const isHung = reason === 'deadline' || (reason === 'eviction' && isKilled && isLate);
  const inTime = durationSeconds > SLOW_SHARE * graceSeconds ? 'slow' : 'exited';
  return { outcome: isHung ? 'hung' : inTime, durationSeconds, graceSeconds };
}

/** What a complete report says is true; before it, how the API server saw the container end. */
export function judge(report: ReportRow, ending: ContainerEnding | null): Verdict {
  if (report.complete === 0 && ending !== null) {
    const verdict = judgeEnding(ending);
    return { ...verdict, graceSeconds: report.grace_seconds ?? verdict.graceSeconds };
  }
  return {
    outcome: report.outcome as TerminationOutcome,
    durationSeconds: report.duration_seconds,
    graceSeconds: report.grace_seconds,
  };
}

export function putVerdict(termination: TerminationRow, verdict: Verdict, cause: string | null): void {
  const { outcome, durationSeconds, graceSeconds } = verdict;
  termination.outcome = outcome;
  termination.duration_seconds = durationSeconds;
  termination.grace_seconds = graceSeconds;
  termination.share_percent =
    durationSeconds === null || graceSeconds === null || graceSeconds <= 0
      ? null
      : Math.round((100 * durationSeconds) / graceSeconds);
  termination.cause = outcome === 'hung' ? (cause ?? 'unknown') : null;
}

/**
 * When the deadline is past by the clock of the collector. Taken from how much of the grace period was left when the
 * report was written, which does not depend on how the sender's clock is set.
 */
export function dueAt(report: ReportRow, receivedAtMs: number): number {
  const { grace_seconds: graceSeconds, duration_seconds: durationSeconds } = report;
  const left = (graceSeconds ?? 0) - (durationSeconds ?? 0);
  return receivedAtMs + Math.round(Math.min(Math.max(left, 0), MAX_GRACE_SECONDS) * SECOND_MS);
}
