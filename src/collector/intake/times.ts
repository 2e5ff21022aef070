/** The times of a report by the collector's clock: the sender's may be wrong by hours, and when it is over must not hang on that. */
import type { Report } from '../../report/report.ts';
import { instant } from './shapes.ts';

/** Later than this after it was made a report rarely comes, and earlier never: beyond, the clocks differ. */
const LATE_MS = 30_000;
const EARLY_MS = 1_000;
/** A hundred days: longer than any grace period. */
const MAX_SECONDS = 8_640_000;

export interface ReportTimes {
  createdAtMs: number;
  startedAtMs: number;
  deadlineAtMs: number | null;
  durationSeconds: number | null;
  graceSeconds: number | null;
}

/** Throws a ReceiveError where a time is none. */
export function timesOf({ createdAt, shutdown }: Report, receivedAtMs: number): ReportTimes {
  const createdAtMs = instant('createdAt', createdAt);
  const shiftMs = shiftOf(createdAtMs, receivedAtMs);
  if (shutdown === null) {
    return {
      createdAtMs,
      startedAtMs: createdAtMs + shiftMs,
      deadlineAtMs: null,
      durationSeconds: null,
      graceSeconds: null,
    };
  }
  const startedAtMs = Math.min(instant('startedAt', shutdown.startedAt) + shiftMs, receivedAtMs);
  const graceSeconds = bounded(shutdown.graceSeconds);
  // Not later than the grace period allows, whatever the body says: else it would never be over.
  const latestMs = receivedAtMs + 1000 * graceSeconds;
  return {
    createdAtMs,
    startedAtMs,
    deadlineAtMs: Math.min(instant('deadlineAt', shutdown.deadlineAt) + shiftMs, latestMs),
    durationSeconds: bounded(shutdown.durationSeconds),
    graceSeconds,
  };
}

function shiftOf(createdAtMs: number, receivedAtMs: number): number {
  const ageMs = receivedAtMs - createdAtMs;
  return ageMs > LATE_MS || ageMs < -EARLY_MS ? ageMs : 0;
}

function bounded(seconds: number): number {
  return Math.min(Math.max(seconds, 0), MAX_SECONDS);
}
