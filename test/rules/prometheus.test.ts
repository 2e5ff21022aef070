/** The rules in a real Prometheus, which scrapes what the collector really says. */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CollectorMetrics } from '../../src/metrics/collector.ts';
import { createCollectorMetrics } from '../../src/metrics/collector.ts';
import type { FiringAlert } from './prometheus.ts';
import { hasPrometheus, Prometheus } from './prometheus.ts';

const TEST_MS = 120_000;
const LIMIT_MS = 50_000;
const ORDERS = {
  namespace: 'shop',
  workload: { kind: 'Deployment', name: 'orders' },
  container: 'app',
};
const REPLICAS = 40;

const prometheusTest: (title: string, run: () => Promise<void>) => void = hasPrometheus
  ? (title, run) => test(title, run, TEST_MS)
  : (title) => test.skip(`${title} (install the package prometheus)`, () => undefined);

let metrics: CollectorMetrics;
let server: Server;
let prometheus: Prometheus;

beforeAll(async () => {
  if (!hasPrometheus) return;
  metrics = createCollectorMetrics({
    version: '1',
    causes: ['cancel-swallowed', 'loop-busy'],
    maxSeries: 500,
  });
  server = createServer((_request, response) => {
    void metrics.text().then((text) => response.setHeader('content-type', metrics.contentType).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  prometheus = new Prometheus((server.address() as AddressInfo).port);
  await prometheus.start();
}, TEST_MS);

afterAll(async () => {
  await prometheus?.stop();
  server?.closeAllConnections();
  server?.close();
});

function named(alerts: FiringAlert[], name: string): FiringAlert[] {
  return alerts.filter(({ labels }) => labels['alertname'] === name);
}

prometheusTest(
  'a rolling restart in which every replica hangs is one alert of each kind, and it resolves',
  async () => {
    metrics.seed(ORDERS);
    metrics.setPods(
      [{ namespace: 'shop', workload: ORDERS.workload, profile: 'same-uid', pods: REPLICAS }],
      [{ namespace: 'shop', workload: ORDERS.workload, limit: 'other-user', pods: 1 }],
    );
    // Nothing has happened, and Prometheus has seen it: only then the counters move.
    await prometheus.untilAlerts(LIMIT_MS, (alerts) => named(alerts, 'StragglerBlind').length > 0);
    expect(await prometheus.query('sum(straggler_terminations_total)')).toBe(0);
    for (let replica = 0; replica < REPLICAS; replica += 1)
      metrics.countTermination({
        key: ORDERS,
        outcome: 'hung',
        durationSeconds: 30,
        graceSeconds: 30,
        cause: replica % 4 === 0 ? 'loop-busy' : 'cancel-swallowed',
      });

    const expected = [
      'StragglerBlind',
      'StragglerShutdownKilled',
      'StragglerShutdownKilledOften',
      'StragglerSlowTermination',
    ];
    const firing = await prometheus.untilAlerts(LIMIT_MS, (alerts) => alerts.length >= expected.length);
    expect(firing.map(({ labels }) => labels['alertname']).sort()).toEqual(expected);
    for (const { labels, annotations } of firing) {
      expect(labels).toMatchObject({ namespace: 'shop', workload_kind: 'Deployment', workload: 'orders' });
      expect(annotations['hangs_url']).toBe('http://127.0.0.1:8081/?namespace=shop&workload=orders');
    }
    const [killed] = named(firing, 'StragglerShutdownKilled');
    expect(killed?.annotations['description']).toMatch(
      /^shop\/deployment\/orders: \d+ killed .*cancel-swallowed\.$/,
    );

    const later = await prometheus.untilAlerts(
      LIMIT_MS,
      (alerts) => named(alerts, 'StragglerShutdownKilled').length === 0,
    );
    expect(named(later, 'StragglerShutdownKilled')).toEqual([]);
  },
);
