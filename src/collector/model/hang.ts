/** Reports of `hung` terminations with one fingerprint. */

import type { Workload } from './identity.ts';
import type { HangFinding } from './kept-report.ts';

export interface HangWorkload {
  namespace: string;
  workload: Workload;
  /** Distinct pods. */
  pods: number;
}

export interface HangImage {
  /** null where the image is not known. */
  image: string | null;
  firstSeenMs: number;
  lastSeenMs: number;
  occurrences: number;
}

/** A row of the list: over all namespaces that the filter lets through. */
export interface HangSummary {
  fingerprint: string;
  finding: HangFinding;
  namespaces: readonly string[];
  /** Most pods first. */
  workloads: readonly HangWorkload[];
  pods: number;
  /** Containers killed; at least as many as pods. */
  occurrences: number;
  firstSeenMs: number;
  lastSeenMs: number;
  /** Occurrences by day (UTC), the last one today: 14 numbers. */
  days: readonly number[];
  /** First seen first. */
  images: readonly HangImage[];
}

export interface HangDetail extends HangSummary {
  nodes: readonly { node: string; occurrences: number }[];
  /** An image of the same workload that ended without this hang after it was last seen; null: none yet. */
  goneSince: { image: string; sinceMs: number } | null;
}

/** What one `Hang` object of Kubernetes says: one a fingerprint and namespace. */
export interface HangObject {
  /** `orders-3f9a1c`; stays as it was first given. */
  name: string;
  namespace: string;
  fingerprint: string;
  /** Where most pods hang. */
  workload: Workload;
  workloads: readonly HangWorkload[];
  finding: HangFinding;
  pods: number;
  occurrences: number;
  firstSeenMs: number;
  lastSeenMs: number;
  images: readonly HangImage[];
  /** The newest ones' ids, at most 5. */
  reports: readonly string[];
}
