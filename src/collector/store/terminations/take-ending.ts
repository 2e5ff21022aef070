/** The API server's word on how a container ended. */
import type { ContainerEnding } from '../../model/termination.ts';
import type { TerminationRow } from '../database/tables.ts';
import { judge, judgeEnding, putVerdict } from './judge.ts';
import type { Needs, TerminationBatch } from './termination-batch.ts';

/**
 * What was over so long before the end was told was another termination of the same container: a liveness probe that
 * failed restarts it within its pod.
 */
const OTHER_TERMINATION_MS = 600_000;
const SECOND_MS = 1_000;

export function needsOfEnding({ podUid, key }: ContainerEnding): Needs {
  return { containers: [{ podUid, container: key.container }], reports: [] };
}

export function takeEnding(batch: TerminationBatch, ending: ContainerEnding, noticedAtMs: number): void {
  const { podUid, key } = ending;
  const all = batch.terminationsOf({ podUid, container: key.container });
  if (all.some((row) => row.ending !== null)) return;
  const known = newest(all.filter((row) => mayBe(row, ending, noticedAtMs)));
  const row = known ?? rowOf(ending, noticedAtMs);
  row.ending = JSON.stringify(ending);
  row.due_at = Math.min(row.due_at, noticedAtMs);
  const report = batch.report(row.report_id);
  if (report !== undefined && report.complete === 0) {
    const verdict = judge(report, ending);
    putVerdict(row, verdict, report.cause);
    const { outcome, durationSeconds } = verdict;
    batch.putReport({ ...report, outcome, duration_seconds: durationSeconds });
  }
  batch.putTermination(row);
  const { namespace, workload, container } = key;
  batch.series.push({
    namespace,
    workload_kind: workload.kind,
    workload: workload.name,
    container,
    seen_at: noticedAtMs,
  });
}

function mayBe(row: TerminationRow, { graceSeconds }: ContainerEnding, noticedAtMs: number): boolean {
  return row.settled === 0 || row.seen_at + graceSeconds * SECOND_MS + OTHER_TERMINATION_MS >= noticedAtMs;
}

function newest(rows: readonly TerminationRow[]): TerminationRow | undefined {
  return rows.toSorted((a, b) => b.seen_at - a.seen_at)[0];
}

function rowOf(ending: ContainerEnding, noticedAtMs: number): TerminationRow {
  const { podUid, key } = ending;
  const row: TerminationRow = {
    id: `${podUid}/${key.container}`,
    report_id: null,
    pod_uid: podUid,
    container: key.container,
    namespace: key.namespace,
    workload_kind: key.workload.kind,
    workload: key.workload.name,
    image: ending.image,
    node: ending.node,
    outcome: 'exited',
    duration_seconds: null,
    grace_seconds: null,
    share_percent: null,
    cause: null,
    source: 'pod-watch',
    seen_at: noticedAtMs,
    due_at: noticedAtMs,
    settled: 0,
    settled_by: null,
    ending: null,
    contribution: null,
  };
  putVerdict(row, judgeEnding(ending), null);
  return row;
}
