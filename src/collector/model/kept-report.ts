/** A report as it is kept: what is asked for often beside the document itself. */
import type { Outcome } from '../../report/report.ts';
import type { Workload } from './identity.ts';

export interface ReportSummary {
  id: string;
  revision: number;
  /** Only the small form has come so far. */
  abridged: boolean;
  complete: boolean;
  /** The outcome will not change any more: complete, or its deadline is past, or the pod is gone. */
  settled: boolean;
  namespace: string;
  pod: string;
  podUid: string;
  node: string | null;
  workload: Workload;
  container: string;
  image: string | null;
  outcome: Outcome;
  /** Of the first finding. */
  cause: string | null;
  certainty: string | null;
  fingerprint: string | null;
  /** `worker.py:42 Worker.poll` */
  culprit: string | null;
  summary: string;
  startedAtMs: number;
  /** null where there was no termination. */
  deadlineAtMs: number | null;
  durationSeconds: number | null;
  graceSeconds: number | null;
  /** When it came the first time. By this, and not by the sender's clock, reports are in order and age. */
  receivedAtMs: number;
}

/** What has come, checked and with its owner proven. */
export interface IncomingReport {
  summary: Omit<ReportSummary, 'settled' | 'receivedAtMs'>;
  /** The report as JSON, gzip. */
  document: Uint8Array;
  receivedAtMs: number;
  /** What a hang is described by; null without a finding. */
  finding: HangFinding | null;
}

/** The parts of the first finding that every pod with this fingerprint shares, more or less. */
export interface HangFinding {
  cause: string;
  certainty: string;
  /** "Task 'poller' swallowed its cancellation" */
  title: string;
  sentence: string;
  fix: string;
  culprit: string;
  /** Path of the file and number of the line to change, for a source excerpt. */
  file: string | null;
  line: number | null;
  /** Text of the construct to change, and of the line it waits at, where the source may be shown. */
  construct: { text: string; file: string; line: number } | null;
  source: { text: string; file: string; line: number } | null;
  evidence: readonly string[];
}
