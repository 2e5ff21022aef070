import { expect, test } from '@jest/globals';
import { Intake } from '../../../src/collector/intake/intake.ts';
import { readReport } from '../../../src/collector/intake/read-report.ts';
import type { SettledTermination } from '../../../src/collector/model/termination.ts';
import { CAUSE_CODES } from '../../../src/diagnosis/vocabulary.ts';
import { createCollectorMetrics } from '../../../src/metrics/collector.ts';
import type { Report } from '../../../src/report/report.ts';
import { exited, hung } from '../../delivery/support/reports.ts';
import { MemoryStore } from '../../support/memory-store.ts';

const KEY = { namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' }, container: 'app' };
const LABELS = 'namespace="shop",workload_kind="Deployment",workload="orders",container="app"';
const ENDING = {
  podUid: 'u',
  key: KEY,
  pod: 'orders-1',
  node: null,
  image: null,
  startedAtMs: 0,
  graceSeconds: 30,
  endedAtMs: 1,
  exitCode: 137,
  signal: null,
  reason: 'deadline',
} as const;

function make() {
  const store = new MemoryStore();
  const metrics = createCollectorMetrics({ version: '1.2.3', causes: CAUSE_CODES, maxSeries: 100 });
  const intake = new Intake({ store, metrics });
  const counted = async (outcome: string) => {
    const start = `straggler_terminations_total{${LABELS},outcome="${outcome}"} `;
    const line = (await metrics.text()).split('\n').find((one) => one.startsWith(start));
    return line === undefined ? null : Number(line.slice(start.length));
  };
  const take = (report: Report) => {
    const context = {
      sender: { kind: 'trusted' } as const,
      abridged: false,
      receivedAtMs: Date.now(),
      findPod: () => null,
    };
    return intake.takeReport(readReport(JSON.stringify(report), context), Date.now);
  };
  return { store, metrics, intake, counted, take };
}

test('what the store knows of starts at 0 with the collector', async () => {
  const { store, intake, counted } = make();
  store.keys = [KEY];
  expect(await counted('hung')).toBeNull();
  await intake.start();
  expect(await counted('hung')).toBe(0);
});

test('revisions of one termination count once, when its end is known', async () => {
  const { take, counted } = make();
  await take(hung({ revision: 1, complete: false }));
  expect([await counted('hung'), await counted('exited')]).toEqual([0, 0]);
  await take(exited({ revision: 2 }));
  await take(exited({ revision: 3 }));
  expect([await counted('hung'), await counted('exited')]).toEqual([0, 1]);
});

test('a dump is kept, and is no termination', async () => {
  const { take, counted, store } = make();
  await take({ ...hung(), outcome: 'running', shutdown: null });
  expect(store.reports.size).toBe(1);
  expect(await counted('hung')).toBeNull();
});

test('what was overdue is counted as the store gives it out', async () => {
  const { store, intake, counted } = make();
  const settled: SettledTermination = {
    key: KEY,
    outcome: 'hung',
    durationSeconds: 30,
    graceSeconds: 30,
    cause: 'unknown',
    source: 'pod-watch',
  };
  store.overdue = [settled, { ...settled, outcome: 'exited', cause: null }];
  expect(await intake.settle(Date.now())).toBe(2);
  expect(await intake.settle(Date.now())).toBe(0);
  expect([await counted('hung'), await counted('exited')]).toEqual([1, 1]);
});

test('an ending without a report starts its series at 0, and counts later', async () => {
  const { store, intake, counted } = make();
  await intake.takeEnding(ENDING);
  expect(store.endings).toHaveLength(1);
  expect(await counted('hung')).toBe(0);
});

test('the gauges say what is kept and who is watched, also when a pod has gone', async () => {
  const { store, intake, metrics } = make();
  const hello = {
    uid: 'u',
    namespace: 'shop',
    name: 'orders-1',
    node: null,
    workload: KEY.workload,
    containers: ['app'],
    profile: 'same-uid',
    mode: 'standby',
    version: '1',
    readable: true,
    limits: [],
  };
  await intake.takeHello(hello, Date.now());
  await intake.refreshGauges();
  expect(await metrics.text()).toContain(
    'straggler_pods_watched{namespace="shop",workload_kind="Deployment",workload="orders",profile="same-uid"} 1',
  );
  expect(await metrics.text()).toContain('straggler_store_bytes 4096');
  await intake.podGone('u', Date.now());
  await intake.refreshGauges();
  expect(await metrics.text()).not.toContain('straggler_pods_watched{');
  expect(store.pods.size).toBe(0);
});
