/** A termination's outcome is known for good: it is given out, to be counted, by the one call that finds it so. */
import type { SettledTermination, TerminationOutcome } from '../../model/termination.ts';
import type { TerminationRow } from '../database/tables.ts';
import { putVerdict } from './judge.ts';
import type { ContainerName, TerminationBatch } from './termination-batch.ts';

export function settle(row: TerminationRow, call: string): void {
  row.settled = 1;
  row.settled_by = call;
}

/** Those whose deadline was at `dueBeforeMs` or earlier, and what calls settled whose callers did not learn of it. */
export function settleDue(
  batch: TerminationBatch,
  containers: readonly ContainerName[],
  { dueBeforeMs, call, unclear }: { dueBeforeMs: number; call: string; unclear: ReadonlySet<string> },
): SettledTermination[] {
  for (const row of containers.flatMap((name) => batch.terminationsOf(name))) {
    if (row.settled === 1 || row.due_at > dueBeforeMs) continue;
    settle(row, call);
    // The last that was heard of it is not yet the kill.
    if (row.outcome === 'hung' && row.ending === null) putVerdict(row, killedAtDeadline(row), row.cause);
    const report = batch.report(row.report_id);
    if (report !== undefined) batch.putReport({ ...report, settled: 1 });
    batch.putTermination(row);
  }
  const calls = new Set([...unclear, call]);
  return containers.flatMap((name) => batch.terminationsOf(name).flatMap((row) => given(row, calls)));
}

function killedAtDeadline({ duration_seconds, grace_seconds }: TerminationRow) {
  return {
    outcome: 'hung' as const,
    durationSeconds: Math.max(duration_seconds ?? 0, grace_seconds ?? 0),
    graceSeconds: grace_seconds,
  };
}

/** null for every other call. */
export function settledBy(
  batch: TerminationBatch,
  name: ContainerName,
  call: string,
): SettledTermination | null {
  return batch.terminationsOf(name).flatMap((row) => given(row, new Set([call])))[0] ?? null;
}

function given(row: TerminationRow, calls: ReadonlySet<string>): SettledTermination[] {
  if (row.settled_by === null || !calls.has(row.settled_by)) return [];
  const { namespace, workload_kind, workload, container } = row;
  return [
    {
      key: { namespace, workload: { kind: workload_kind, name: workload }, container },
      outcome: row.outcome as TerminationOutcome,
      durationSeconds: row.duration_seconds ?? row.grace_seconds ?? 0,
      graceSeconds: row.grace_seconds,
      cause: row.outcome === 'hung' ? (row.cause ?? 'unknown') : null,
      source: row.source as SettledTermination['source'],
    },
  ];
}
