import { expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../src/diagnosis/vocabulary.ts';
import type { CountedTermination } from '../../src/metrics/collector.ts';
import { createCollectorMetrics } from '../../src/metrics/collector.ts';
import { COLLECTOR_METRICS } from '../../src/metrics/collector-table.ts';

const make = (maxSeries = 100) =>
  createCollectorMetrics({ version: '1.2.3', causes: CAUSE_CODES, maxSeries });
const key = (name: string) => ({
  namespace: 'shop',
  workload: { kind: 'Deployment', name },
  container: 'app',
});
const killed = (name: string): CountedTermination => ({
  key: key(name),
  outcome: 'hung',
  durationSeconds: 30,
  graceSeconds: 30,
  cause: 'cancel-swallowed',
});

async function samples(metrics: { text(): Promise<string> }): Promise<Map<string, number>> {
  const lines = (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

const LABELS = 'namespace="shop",workload_kind="Deployment",workload="orders",container="app"';

test('the names, types and labels are those that on call relies on', async () => {
  const types = Object.values(COLLECTOR_METRICS).map(
    ({ name, type, labelNames }) => `${name} ${type} ${labelNames.join()}`,
  );
  const series = 'namespace,workload_kind,workload,container';
  expect(types).toEqual([
    `straggler_terminations_total counter ${series},outcome`,
    `straggler_termination_duration_seconds histogram ${series}`,
    `straggler_termination_grace_ratio histogram ${series}`,
    `straggler_hangs_total counter ${series},cause`,
    'straggler_pods_watched gauge namespace,workload_kind,workload,profile',
    'straggler_pods_blind gauge namespace,workload_kind,workload,limit',
    'straggler_reports_received_total counter result',
    'straggler_report_age_seconds histogram ',
    'straggler_store_reports gauge ',
    'straggler_store_bytes gauge ',
    'straggler_build_info gauge version',
  ]);
  const text = await make().text();
  for (const { name, type } of Object.values(COLLECTOR_METRICS))
    expect(text).toContain(`# TYPE ${name} ${type}\n`);
});

test('all series of a container that was heard of are there, at 0', async () => {
  const metrics = make();
  metrics.seed(key('orders'));
  const all = await samples(metrics);
  for (const outcome of ['exited', 'slow', 'hung'])
    expect(all.get(`straggler_terminations_total{${LABELS},outcome="${outcome}"}`)).toBe(0);
  for (const cause of CAUSE_CODES)
    expect(all.get(`straggler_hangs_total{${LABELS},cause="${cause}"}`)).toBe(0);
  for (const bound of [...COLLECTOR_METRICS.duration.buckets, '+Inf'])
    expect(all.get(`straggler_termination_duration_seconds_bucket{le="${bound}",${LABELS}}`)).toBe(0);
  for (const bound of [...COLLECTOR_METRICS.graceRatio.buckets, '+Inf'])
    expect(all.get(`straggler_termination_grace_ratio_bucket{le="${bound}",${LABELS}}`)).toBe(0);
  expect(all.get(`straggler_termination_grace_ratio_sum{${LABELS}}`)).toBe(0);
  for (const result of [
    'accepted',
    'duplicate',
    'rejected_auth',
    'rejected_schema',
    'rejected_size',
    'rate_limited',
  ])
    expect(all.get(`straggler_reports_received_total{result="${result}"}`)).toBe(0);
  expect(all.get('straggler_report_age_seconds_count')).toBe(0);
});

test('a kill is a termination, a hang by its cause, a duration and a whole grace period', async () => {
  const metrics = make();
  metrics.seed(key('orders'));
  metrics.countTermination(killed('orders'));
  // Heard of again: what was counted stays.
  metrics.seed(key('orders'));
  const all = await samples(metrics);
  expect(all.get(`straggler_terminations_total{${LABELS},outcome="hung"}`)).toBe(1);
  expect(all.get(`straggler_hangs_total{${LABELS},cause="cancel-swallowed"}`)).toBe(1);
  expect(all.get(`straggler_termination_duration_seconds_sum{${LABELS}}`)).toBe(30);
  expect(all.get(`straggler_termination_grace_ratio_bucket{le="0.95",${LABELS}}`)).toBe(0);
  expect(all.get(`straggler_termination_grace_ratio_bucket{le="1",${LABELS}}`)).toBe(1);
});

test('a cause that is not of the list makes no series of its own', async () => {
  const metrics = make();
  metrics.countTermination({ ...killed('orders'), cause: 'made-up' });
  metrics.countTermination({ ...killed('orders'), cause: null });
  metrics.countTermination({ ...killed('orders'), outcome: 'exited', graceSeconds: null });
  const all = await samples(metrics);
  expect(all.get(`straggler_hangs_total{${LABELS},cause="unknown"}`)).toBe(2);
  expect([...all.keys()].join()).not.toContain('made-up');
  expect(all.get(`straggler_termination_grace_ratio_count{${LABELS}}`)).toBe(2);
  expect(all.get(`straggler_termination_duration_seconds_count{${LABELS}}`)).toBe(3);
});

test('beyond the most series all are counted together, and those that were first keep theirs', async () => {
  const metrics = make(3);
  for (let index = 0; index < 50; index++) metrics.countTermination(killed(`w${index}`));
  metrics.countTermination(killed('w0'));
  const all = await samples(metrics);
  const other = 'namespace="(other)",workload_kind="",workload="(other)",container="(other)"';
  expect(all.get(`straggler_terminations_total{${other},outcome="hung"}`)).toBe(47);
  expect(all.get(`straggler_terminations_total{${other},outcome="slow"}`)).toBe(0);
  expect(all.get(`straggler_terminations_total{${LABELS.replace('orders', 'w0')},outcome="hung"}`)).toBe(2);
  expect([...all.keys()].filter((line) => line.startsWith('straggler_terminations_total'))).toHaveLength(12);
});

test('pods that are gone are gone from the gauges, whose rows are bounded as well', async () => {
  const metrics = make(2);
  const rows = (names: string[]) =>
    names.map((name, index) => ({ ...key(name), profile: 'same-uid', limit: 'no-ptrace', pods: index + 1 }));
  metrics.setPods(rows(['a', 'b', 'c', 'd']), rows(['a']));
  const all = await samples(metrics);
  const row = (metric: string, name: string, label: string) =>
    all.get(`${metric}{namespace="shop",workload_kind="Deployment",workload="${name}",${label}}`);
  expect(row('straggler_pods_watched', 'd', 'profile="same-uid"')).toBe(4);
  expect(row('straggler_pods_blind', 'a', 'limit="no-ptrace"')).toBe(1);
  expect(
    all.get(
      'straggler_pods_watched{namespace="(other)",workload_kind="",workload="(other)",profile="(other)"}',
    ),
  ).toBe(3);
  metrics.setPods([], []);
  expect([...(await samples(metrics)).keys()].filter((line) => line.startsWith('straggler_pods'))).toEqual(
    [],
  );
});
