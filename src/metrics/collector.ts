/** What the collector counts for Prometheus. A series starts at 0 long before its first hang, else no rate sees that one. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CollectorMetric, ReportResult } from './collector-table.ts';
import { COLLECTOR_METRICS, REPORT_RESULTS, TERMINATION_OUTCOMES } from './collector-table.ts';
import type { PodRow } from './pod-gauges.ts';
import { setPodRows } from './pod-gauges.ts';
import type { Series, SeriesLabels } from './series.ts';
import { SeriesRoom } from './series.ts';

export interface CountedTermination {
  key: Series;
  outcome: (typeof TERMINATION_OUTCOMES)[number];
  durationSeconds: number;
  graceSeconds: number | null;
  cause: string | null;
}

export interface CollectorMetrics {
  readonly contentType: string;
  /** All series of a container start at 0; those that are there stay as they are. */
  seed(key: Series): void;
  countTermination(termination: CountedTermination): void;
  countReport(result: ReportResult): void;
  observeReportAge(seconds: number): void;
  /** Replaces what was said before. */
  setPods(
    watched: readonly (PodRow & { profile: string })[],
    blind: readonly (PodRow & { limit: string })[],
  ): void;
  setStore(size: { reports: number; bytes: number }): void;
  /** The exposition format of Prometheus. */
  text(): Promise<string>;
}

const UNKNOWN = 'unknown';

/** `causes`: the closed list; any other is counted as `unknown`. `maxSeries`: containers of workloads with series of their own. */
export function createCollectorMetrics(options: {
  version: string;
  causes: readonly string[];
  maxSeries: number;
}): CollectorMetrics {
  const registry = new Registry();
  const metrics = register(registry);
  const room = new SeriesRoom(options.maxSeries);
  const causes = new Set([...options.causes, UNKNOWN]);
  metrics.buildInfo.set({ version: options.version }, 1);
  for (const result of REPORT_RESULTS) metrics.reportsReceived.inc({ result }, 0);
  metrics.reportAge.zero({});
  const labelsOf = (key: Series): SeriesLabels => {
    const { labels, isNew } = room.admit(key);
    if (isNew) zero(metrics, labels, causes);
    return labels;
  };
  return {
    contentType: registry.contentType,
    seed: labelsOf,
    countTermination: ({ key, outcome, durationSeconds, graceSeconds, cause }) => {
      const labels = labelsOf(key);
      metrics.terminations.inc({ ...labels, outcome });
      metrics.duration.observe(labels, durationSeconds);
      if (graceSeconds !== null && graceSeconds > 0)
        metrics.graceRatio.observe(labels, durationSeconds / graceSeconds);
      if (outcome !== 'hung') return;
      metrics.hangs.inc({ ...labels, cause: cause !== null && causes.has(cause) ? cause : UNKNOWN });
    },
    countReport: (result) => metrics.reportsReceived.inc({ result }),
    observeReportAge: (seconds) => metrics.reportAge.observe(Math.max(0, seconds)),
    setPods: (watched, blind) => {
      const max = options.maxSeries;
      setPodRows(metrics.podsWatched, watched, { label: 'profile', valueIn: (row) => row.profile, max });
      setPodRows(metrics.podsBlind, blind, { label: 'limit', valueIn: (row) => row.limit, max });
    },
    setStore: ({ reports, bytes }) => {
      metrics.storeReports.set(reports);
      metrics.storeBytes.set(bytes);
    },
    text: () => registry.metrics(),
  };
}

type Registered = ReturnType<typeof register>;

function register(registry: Registry) {
  const common = ({ name, help, labelNames }: CollectorMetric) => ({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
  const counter = (metric: CollectorMetric) => new Counter(common(metric));
  const gauge = (metric: CollectorMetric) => new Gauge(common(metric));
  const histogram = (metric: CollectorMetric) =>
    new Histogram({ ...common(metric), buckets: [...(metric.buckets ?? [])] });
  const table = COLLECTOR_METRICS;
  return {
    terminations: counter(table.terminations),
    duration: histogram(table.duration),
    graceRatio: histogram(table.graceRatio),
    hangs: counter(table.hangs),
    podsWatched: gauge(table.podsWatched),
    podsBlind: gauge(table.podsBlind),
    reportsReceived: counter(table.reportsReceived),
    reportAge: histogram(table.reportAge),
    storeReports: gauge(table.storeReports),
    storeBytes: gauge(table.storeBytes),
    buildInfo: gauge(table.buildInfo),
  };
}

function zero(metrics: Registered, labels: SeriesLabels, causes: ReadonlySet<string>): void {
  for (const outcome of TERMINATION_OUTCOMES) metrics.terminations.inc({ ...labels, outcome }, 0);
  metrics.duration.zero(labels);
  metrics.graceRatio.zero(labels);
  for (const cause of causes) metrics.hangs.inc({ ...labels, cause }, 0);
}
