/** Every metric of the collector: name, type, help, labels and buckets. The documents are made from this table. */

const SERIES = ['namespace', 'workload_kind', 'workload', 'container'] as const;

export const COLLECTOR_METRICS = {
  terminations: {
    name: 'straggler_terminations_total',
    type: 'counter',
    help: 'Containers that ended in a terminating pod; outcome exited, slow or hung as in the report',
    labelNames: [...SERIES, 'outcome'],
  },
  duration: {
    name: 'straggler_termination_duration_seconds',
    type: 'histogram',
    help: 'From the start of the termination to the end of the process, or to the kill',
    labelNames: SERIES,
    buckets: [0.5, 1, 2, 5, 10, 15, 20, 25, 30, 45, 60, 90, 120, 300, 600],
  },
  graceRatio: {
    name: 'straggler_termination_grace_ratio',
    type: 'histogram',
    help: 'Share of the grace period that the termination took',
    labelNames: SERIES,
    buckets: [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1],
  },
  hangs: {
    name: 'straggler_hangs_total',
    type: 'counter',
    help: 'Terminations with outcome hung, by the cause of the first finding (unknown where there is none)',
    labelNames: [...SERIES, 'cause'],
  },
  podsWatched: {
    name: 'straggler_pods_watched',
    type: 'gauge',
    help: 'Pods whose sidecar said hello and is not gone',
    labelNames: ['namespace', 'workload_kind', 'workload', 'profile'],
  },
  podsBlind: {
    name: 'straggler_pods_blind',
    type: 'gauge',
    help: 'Of the watched pods those whose preflight said that it could not see the target, by what it lacks',
    labelNames: ['namespace', 'workload_kind', 'workload', 'limit'],
  },
  reportsReceived: {
    name: 'straggler_reports_received_total',
    type: 'counter',
    help: 'Reports that were posted: accepted, duplicate, rejected_auth, rejected_schema, rejected_size or rate_limited',
    labelNames: ['result'],
  },
  reportAge: {
    name: 'straggler_report_age_seconds',
    type: 'histogram',
    help: 'From the capture to the acceptance of a report',
    labelNames: [],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  },
  storeReports: {
    name: 'straggler_store_reports',
    type: 'gauge',
    help: 'Reports that are kept now',
    labelNames: [],
  },
  storeBytes: {
    name: 'straggler_store_bytes',
    type: 'gauge',
    help: 'Bytes that the store takes now',
    labelNames: [],
  },
  buildInfo: {
    name: 'straggler_build_info',
    type: 'gauge',
    help: '1; the version of this collector',
    labelNames: ['version'],
  },
} as const satisfies Record<string, CollectorMetric>;

export interface CollectorMetric {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  labelNames: readonly string[];
  /** Upper bounds, of a histogram. */
  buckets?: readonly number[];
}

/** What became of a report that was posted. */
export const REPORT_RESULTS = [
  'accepted',
  'duplicate',
  'rejected_auth',
  'rejected_schema',
  'rejected_size',
  'rate_limited',
] as const;
export type ReportResult = (typeof REPORT_RESULTS)[number];

export const TERMINATION_OUTCOMES = ['exited', 'slow', 'hung'] as const;
