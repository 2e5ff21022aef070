import type { IncomingReport } from '../../model/kept-report.ts';
import type { ReportRow } from '../database/tables.ts';

/** `receivedAtMs`: of the first revision. */
export function reportRow({ summary }: IncomingReport, receivedAtMs: number): ReportRow {
  const { workload, cause, culprit } = summary;
  return {
    id: summary.id,
    revision: summary.revision,
    abridged: summary.abridged ? 1 : 0,
    complete: summary.complete ? 1 : 0,
    settled: summary.complete ? 1 : 0,
    namespace: summary.namespace,
    pod: summary.pod,
    pod_uid: summary.podUid,
    node: summary.node,
    workload_kind: workload.kind,
    workload: workload.name,
    container: summary.container,
    image: summary.image,
    outcome: summary.outcome,
    cause,
    certainty: summary.certainty,
    fingerprint: summary.fingerprint,
    culprit,
    summary: summary.summary,
    started_at: summary.startedAtMs,
    deadline_at: summary.deadlineAtMs,
    duration_seconds: summary.durationSeconds,
    grace_seconds: summary.graceSeconds,
    received_at: receivedAtMs,
    search: [summary.summary, culprit, workload.name, cause].filter(Boolean).join('\n').toLowerCase(),
  };
}

/** A higher revision is; of one revision the whole form is better than the abridged one. */
export function isBetter(next: IncomingReport['summary'], kept: ReportRow): boolean {
  if (next.revision !== kept.revision) return next.revision > kept.revision;
  return kept.abridged === 1 && !next.abridged;
}
