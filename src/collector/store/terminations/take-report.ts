/** A revision of a report: whether it is better than what is kept, and what it says of a termination. */
import type { IncomingReport } from '../../model/kept-report.ts';
import type { ContainerEnding } from '../../model/termination.ts';
import type { ReportRow, TerminationRow } from '../database/tables.ts';
import type { SaveResult } from '../store.ts';
import { dueAt, judge, putVerdict } from './judge.ts';
import { isBetter, reportRow } from './report-row.ts';
import { settle, settledBy } from './settle.ts';
import type { ContainerName, Needs, TerminationBatch } from './termination-batch.ts';

export function needsOfReport({ summary }: IncomingReport): Needs {
  return { containers: [containerOf(summary)], reports: [summary.id] };
}

export function takeReport(batch: TerminationBatch, incoming: IncomingReport, call: string): SaveResult {
  const { summary } = incoming;
  const kept = batch.report(summary.id);
  if (kept !== undefined && !(isOfSameContainer(kept, summary) && isBetter(summary, kept)))
    return { result: 'duplicate', settled: settledBy(batch, containerOf(summary), call) };
  const row = reportRow(incoming, kept?.received_at ?? incoming.receivedAtMs);
  const termination = row.outcome === 'running' ? null : terminationOf(batch, row, incoming.receivedAtMs);
  if (termination !== null) update(termination, row, incoming.receivedAtMs);
  if (row.complete === 1 && termination?.settled === 0) settle(termination, call);
  if (termination?.settled === 1) row.settled = 1;
  batch.documents.set(row.id, {
    id: row.id,
    finding: incoming.finding === null ? null : JSON.stringify(incoming.finding),
    document: incoming.document,
  });
  batch.putReport(row);
  if (termination !== null) batch.putTermination(termination);
  if (termination !== null && kept === undefined) batch.series.push(seriesOf(row, incoming.receivedAtMs));
  return { result: 'accepted', settled: settledBy(batch, containerOf(summary), call) };
}

/** Outside Kubernetes there is no pod: each report is a termination of its own. */
function containerOf({ podUid, container, id }: ContainerName & { id: string }): ContainerName {
  return { podUid: podUid === '' ? `report ${id}` : podUid, container };
}

/** An id that another pod has used already is not this pod's. */
function isOfSameContainer(kept: ReportRow, { podUid, container, namespace }: IncomingReport['summary']) {
  return kept.pod_uid === podUid && kept.container === container && kept.namespace === namespace;
}

/** The one it was heard of first by its ending, where it was. */
function terminationOf(batch: TerminationBatch, row: ReportRow, receivedAtMs: number): TerminationRow {
  const name = containerOf({ podUid: row.pod_uid, container: row.container, id: row.id });
  const all = batch.terminationsOf(name);
  const known =
    all.find(({ report_id: id }) => id === row.id) ?? all.find(({ report_id: id }) => id === null);
  if (known !== undefined) return known;
  return {
    id: row.id,
    report_id: row.id,
    pod_uid: name.podUid,
    container: name.container,
    namespace: row.namespace,
    workload_kind: row.workload_kind,
    workload: row.workload,
    image: row.image,
    node: row.node,
    outcome: row.outcome,
    duration_seconds: null,
    grace_seconds: null,
    share_percent: null,
    cause: null,
    source: 'report',
    seen_at: receivedAtMs,
    due_at: Number.MAX_SAFE_INTEGER,
    settled: 0,
    settled_by: null,
    ending: null,
    contribution: null,
  };
}

function update(termination: TerminationRow, row: ReportRow, receivedAtMs: number): void {
  const ending = termination.ending === null ? null : (JSON.parse(termination.ending) as ContainerEnding);
  const verdict = judge(row, ending);
  row.outcome = verdict.outcome;
  row.duration_seconds = verdict.durationSeconds;
  if (ending === null) termination.due_at = Math.min(termination.due_at, dueAt(row, receivedAtMs));
  termination.report_id = row.id;
  termination.namespace = row.namespace;
  termination.workload_kind = row.workload_kind;
  termination.workload = row.workload;
  termination.image = row.image ?? termination.image;
  termination.node = row.node ?? termination.node;
  if (termination.settled === 0) termination.source = 'report';
  putVerdict(termination, verdict, row.cause);
}

function seriesOf(row: ReportRow, seenAtMs: number) {
  const { namespace, workload_kind, workload, container } = row;
  return { namespace, workload_kind, workload, container, seen_at: seenAtMs };
}
