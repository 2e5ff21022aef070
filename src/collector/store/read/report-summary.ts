import type { Outcome } from '../../../report/report.ts';
import type { ReportSummary } from '../../model/kept-report.ts';
import type { ReportRow } from '../database/tables.ts';

export function summaryOf(row: ReportRow): ReportSummary {
  return {
    id: row.id,
    revision: row.revision,
    abridged: row.abridged === 1,
    complete: row.complete === 1,
    settled: row.settled === 1,
    namespace: row.namespace,
    pod: row.pod,
    podUid: row.pod_uid,
    node: row.node,
    workload: { kind: row.workload_kind, name: row.workload },
    container: row.container,
    image: row.image,
    outcome: row.outcome as Outcome,
    cause: row.cause,
    certainty: row.certainty,
    fingerprint: row.fingerprint,
    culprit: row.culprit,
    summary: row.summary,
    startedAtMs: row.started_at,
    deadlineAtMs: row.deadline_at,
    durationSeconds: row.duration_seconds,
    graceSeconds: row.grace_seconds,
    receivedAtMs: row.received_at,
  };
}
