/** What one hung termination adds to the counts of its hang. Kept with it, so that it can be taken back exactly. */
import { createHash } from 'node:crypto';
import type { ReportRow, TerminationRow } from '../database/tables.ts';

const DAY_MS = 86_400_000;

export interface Contribution {
  fingerprint: string;
  namespace: string;
  workloadKind: string;
  workload: string;
  podUid: string;
  /** Empty where it is not known. */
  image: string;
  /** Empty where it is not known. */
  node: string;
  seenAt: number;
  cause: string;
  reportId: string;
}

/** Only what is settled counts: each termination still under way looks hung. */
export function contributionOf(
  termination: TerminationRow,
  report: ReportRow | undefined,
): Contribution | null {
  const isHung = termination.settled === 1 && termination.outcome === 'hung';
  if (!isHung || report === undefined || report.fingerprint === null) return null;
  return {
    fingerprint: report.fingerprint,
    namespace: report.namespace,
    workloadKind: report.workload_kind,
    workload: report.workload,
    podUid: termination.pod_uid,
    image: report.image ?? '',
    node: report.node ?? '',
    seenAt: termination.seen_at,
    cause: report.cause ?? 'unknown',
    reportId: report.id,
  };
}

/** UTC. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** The same on every replica, and after an import. */
export function placeId(of: Contribution): string {
  const parts = [of.fingerprint, of.namespace, of.workloadKind, of.workload];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 24);
}
