/**
 * What stands in the database, the same in both kinds. Flags are 0 or 1, times are milliseconds since 1970, JSON is text:
 * what both kinds understand. Order and age follow the clock of the collector, so that no sender's clock matters.
 */
export interface Tables {
  reports: ReportRow;
  documents: DocumentRow;
  terminations: TerminationRow;
  hangs: HangRow;
  hang_places: HangPlaceRow;
  hang_days: HangDayRow;
  hang_images: HangImageRow;
  hang_nodes: HangNodeRow;
  hang_pods: HangPodRow;
  pods: PodRow;
  series_keys: SeriesKeyRow;
  leases: LeaseRow;
}

export const TABLE_NAMES = [
  'reports',
  'documents',
  'terminations',
  'hangs',
  'hang_places',
  'hang_days',
  'hang_images',
  'hang_nodes',
  'hang_pods',
  'pods',
  'series_keys',
  'leases',
] as const satisfies readonly (keyof Tables)[];

type Flag = 0 | 1;

export interface ReportRow {
  id: string;
  revision: number;
  abridged: Flag;
  complete: Flag;
  settled: Flag;
  namespace: string;
  pod: string;
  pod_uid: string;
  node: string | null;
  workload_kind: string;
  workload: string;
  container: string;
  image: string | null;
  outcome: string;
  cause: string | null;
  certainty: string | null;
  fingerprint: string | null;
  culprit: string | null;
  summary: string;
  started_at: number;
  deadline_at: number | null;
  duration_seconds: number | null;
  grace_seconds: number | null;
  received_at: number;
  /** In small letters: what a filter's text is looked for in. */
  search: string;
}

/** Beside the reports, so that a list does not have to step over the documents. */
export interface DocumentRow {
  id: string;
  /** JSON of a `HangFinding`. */
  finding: string | null;
  document: Uint8Array;
}

export interface TerminationRow {
  /** The report's id, or pod and container where no report has come. */
  id: string;
  report_id: string | null;
  pod_uid: string;
  container: string;
  namespace: string;
  workload_kind: string;
  workload: string;
  image: string | null;
  node: string | null;
  outcome: string;
  duration_seconds: number | null;
  grace_seconds: number | null;
  /** Hundredths of the grace period that were used; null where it is not known. */
  share_percent: number | null;
  cause: string | null;
  source: string;
  /** When it was first heard of. */
  seen_at: number;
  /** When it is over at the latest, by the clock of the collector. */
  due_at: number;
  settled: Flag;
  /** Which call settled it: a call that is made again after an unclear commit knows its own work by this. */
  settled_by: string | null;
  /** JSON of a `ContainerEnding`. */
  ending: string | null;
  /** JSON of the `Contribution` that hangs were counted up by. */
  contribution: string | null;
}

export interface HangRow {
  namespace: string;
  fingerprint: string;
  name: string;
  cause: string;
  finding: string;
  /** The newest that was counted. */
  report_id: string;
  occurrences: number;
  first_seen: number;
  last_seen: number;
  notified_at: number | null;
}

/** A hang in one workload; its id is made of the other columns, so that replicas and imports agree on it. */
export interface HangPlaceRow {
  id: string;
  fingerprint: string;
  namespace: string;
  workload_kind: string;
  workload: string;
  pods: number;
  occurrences: number;
  first_seen: number;
  last_seen: number;
}

export interface HangDayRow {
  place_id: string;
  /** Days since 1970, UTC. */
  day: number;
  occurrences: number;
}

export interface HangImageRow {
  place_id: string;
  /** Empty where it is not known. */
  image: string;
  occurrences: number;
  first_seen: number;
  last_seen: number;
}

export interface HangNodeRow {
  place_id: string;
  node: string;
  occurrences: number;
  last_seen: number;
}

export interface HangPodRow {
  place_id: string;
  pod_uid: string;
  occurrences: number;
  last_seen: number;
}

interface PodRow {
  uid: string;
  namespace: string;
  name: string;
  node: string | null;
  workload_kind: string;
  workload: string;
  profile: string;
  mode: string;
  version: string;
  readable: Flag;
  /** JSON: names of containers. */
  containers: string;
  /** JSON: codes of limits. */
  limits: string;
  seen_at: number;
}

export interface SeriesKeyRow {
  namespace: string;
  workload_kind: string;
  workload: string;
  container: string;
  /** Accurate to a day. */
  seen_at: number;
}

interface LeaseRow {
  name: string;
  owner: string;
  until: number;
}
