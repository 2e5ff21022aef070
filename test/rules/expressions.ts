/** Which metrics and labels a PromQL expression names; enough of its grammar for our own expressions. */
import type { CollectorMetric } from '../../src/metrics/collector-table.ts';
import { COLLECTOR_METRICS } from '../../src/metrics/collector-table.ts';

const ALL: readonly CollectorMetric[] = Object.values(COLLECTOR_METRICS);
/** What Prometheus itself gives to what it scrapes. */
const OF_TARGET = ['job', 'instance'];

/** `straggler_x_bucket` is of the histogram `straggler_x`. */
function metricOf(name: string): CollectorMetric | undefined {
  const [, histogram] = /^(\w+)_(?:bucket|sum|count)$/.exec(name) ?? [];
  return ALL.find((metric) =>
    metric.type === 'histogram' ? metric.name === histogram : metric.name === name,
  );
}

export function metricsIn(expression: string): string[] {
  return (expression.match(/\bstraggler_\w+/g) ?? []).map((name) => metricOf(name)?.name ?? name);
}

/** Sentences of what is named and does not exist. */
export function labelFaults(expression: string, recorded: readonly string[]): string[] {
  const names = expression.match(/\bstraggler[_:][\w:]+/g) ?? [];
  const unknown = names.filter((name) => metricOf(name) === undefined && !recorded.includes(name));
  const metrics = names.flatMap((name) => metricOf(withoutRecord(name)) ?? []);
  const known = new Set([...OF_TARGET, 'le', ...metrics.flatMap(({ labelNames }) => labelNames)]);
  const labels = [...selected(expression), ...grouped(expression)];
  return [
    ...unknown.map((name) => `there is no metric ${name}`),
    ...labels
      .filter((label) => !known.has(label))
      .map((label) => `${names.join(', ')} has no label ${label}`),
  ];
}

/** `straggler:hangs:increase1h` is made of `straggler_hangs_total`. */
function withoutRecord(name: string): string {
  const [, base] = /^straggler:(\w+):/.exec(name) ?? [];
  if (base === undefined) return name;
  return base.endsWith('_bucket') ? `straggler_${base}` : `straggler_${base}_total`;
}

function selected(expression: string): string[] {
  return [...expression.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*["'%]/g)].map(([, label = '']) => label);
}

function grouped(expression: string): string[] {
  const lists = [...expression.matchAll(/\bby \(([^)]*)\)/g)].map(([, list = '']) => list);
  const variables = [...expression.matchAll(/label_values\([^,]*(?:\{[^}]*\})?, (\w+)\)/g)];
  return [...lists.flatMap((list) => list.split(/,\s*/)), ...variables.map(([, label = '']) => label)];
}
