/** Alerts on slow terminations, on sidecars that see nothing, and on the collector itself. */
import type { Series } from './promtool.ts';
import { expectAlerts, ORDERS, promtoolTest } from './promtool.ts';

const SLOW = 'StragglerSlowTermination';
const BLIND = 'StragglerBlind';
const DOWN = 'StragglerCollectorDown';
const REJECTED = 'StragglerReportsRejected';
const BUCKETS = ['0.05', '0.1', '0.25', '0.5', '0.75', '0.9', '0.95', '1', '+Inf'];

const up = (values: string, instance = 'a'): Series => ({
  metric: 'up',
  labels: { job: 'straggler', instance },
  values,
});

/** At minute 70, all at once: how many took each share of their grace period, by the bucket's upper bound. */
function shares(counts: Record<string, number>, before = '0x139'): Series[] {
  let sum = 0;
  return BUCKETS.map((le) => {
    sum += counts[le] ?? 0;
    const labels = { ...ORDERS, container: 'app', instance: 'a', le };
    return { metric: 'straggler_termination_grace_ratio_bucket', labels, values: `${before} ${sum}x300` };
  });
}

function blind(values: string, more: Record<string, string> = {}): Series {
  const labels = { ...ORDERS, instance: 'a', limit: 'other-user', ...more };
  return { metric: 'straggler_pods_blind', labels, values };
}

function received(result: string, values: string): Series {
  return { metric: 'straggler_reports_received_total', labels: { instance: 'a', result }, values };
}

promtoolTest('terminations that take nearly all of their grace fire, and are over an hour later', () => {
  const annotations = {
    description:
      'shop/deployment/orders: of twenty terminations of the last hour, one took 94.5% of its grace period or more. Most frequent cause of those that were killed: none was killed.',
    hangs_url: 'http://127.0.0.1:8081/?namespace=shop&workload=orders',
  };
  expectAlerts(
    [up('1x500'), ...shares({ '0.05': 10, '0.95': 10 })],
    [
      { minute: 69, alert: SLOW, alerts: [] },
      { minute: 71, alert: SLOW, alerts: [{ annotations }] },
      { minute: 131, alert: SLOW, alerts: [] },
    ],
  );
});

promtoolTest('killed ones took all of it, and a series without a sample at 0 counts', () => {
  expectAlerts([up('1x500'), ...shares({ '+Inf': 5 }, '_x139')], [{ minute: 71, alert: SLOW, alerts: [{}] }]);
});

promtoolTest('four slow ones, one slow of forty, and many that take half are not slow', () => {
  for (const counts of [{ '1': 4 }, { '0.05': 39, '1': 1 }, { '0.5': 100 }] as Record<string, number>[])
    expectAlerts([up('1x500'), ...shares(counts)], [{ minute: 71, alert: SLOW, alerts: [] }]);
});

promtoolTest(
  'sidecars that see nothing for a quarter of an hour fire, once a workload, until they see',
  () => {
    const watched = (profile: string, values: string): Series => ({
      metric: 'straggler_pods_watched',
      labels: { ...ORDERS, instance: 'a', profile },
      values,
    });
    const annotations = {
      description: 'shop/deployment/orders: 3 of 4 pods. Most frequent cause: other-user.',
      hangs_url: 'http://127.0.0.1:8081/?namespace=shop&workload=orders',
    };
    expectAlerts(
      [
        up('1x200'),
        blind('0x19 3x80 0x100'),
        blind('0x19 3x80 0x100', { instance: 'b' }),
        blind('0x19 1x80 0x100', { limit: 'yama' }),
        watched('same-uid', '3x200'),
        watched('ptrace', '1x200'),
      ],
      [
        { minute: 24, alert: BLIND, alerts: [] },
        { minute: 26, alert: BLIND, alerts: [{ annotations }] },
        { minute: 57, alert: BLIND, alerts: [] },
      ],
    );
  },
);

promtoolTest('a collector that is restarted meanwhile changes nothing about them', () => {
  expectAlerts(
    [up('1x30 0x3 1x100'), blind('1x30 stale _x2 1x100')],
    [14.5, 15.5, 17, 19].map((minute) => ({ minute, alert: BLIND, alerts: minute < 15 ? [] : [{}] })),
  );
});

promtoolTest('ten minutes of blindness do not fire', () => {
  expectAlerts(
    [up('1x200'), blind('0x19 2x20 0x100')],
    [26, 31, 36].map((minute) => ({ minute, alert: BLIND, alerts: [] })),
  );
});

promtoolTest('no collector up for five minutes fires, until one is', () => {
  const alerts = [{ labels: {} }];
  expectAlerts(
    [up('1x19 0x20 1x100'), up('0x19 0x20 _x100', 'b')],
    [
      { minute: 9, alert: DOWN, alerts: [] },
      { minute: 14, alert: DOWN, alerts: [] },
      { minute: 16, alert: DOWN, alerts },
      { minute: 21, alert: DOWN, alerts: [] },
    ],
  );
  expectAlerts([], [{ minute: 6, alert: DOWN, alerts }]);
});

promtoolTest('one of two collectors is enough', () => {
  expectAlerts([up('1x100'), up('0x100', 'b')], [{ minute: 30, alert: DOWN, alerts: [] }]);
});

promtoolTest(
  'reports that are rejected for ten minutes fire, with the most frequent result, until it ends',
  () => {
    const annotations = {
      description: '25 rejected within 10 minutes. Most frequent cause: rejected_auth.',
      hangs_url: 'http://127.0.0.1:8081/reports',
    };
    expectAlerts(
      [
        up('1x200'),
        received('accepted', '0+9x200'),
        received('duplicate', '0+3x200'),
        received('rejected_auth', '0x19 0+1x40 40x200'),
        received('rejected_size', '0x19 0+0.25x40 10x200'),
        received('rate_limited', '0x200'),
      ],
      [
        { minute: 18, alert: REJECTED, alerts: [] },
        { minute: 25, alert: REJECTED, alerts: [{ labels: {}, annotations }] },
        { minute: 41, alert: REJECTED, alerts: [] },
      ],
    );
  },
);

promtoolTest('a single one that is rejected, and duplicates, do not fire', () => {
  expectAlerts(
    [up('1x200'), received('rejected_schema', '0x39 1x160'), received('duplicate', '0+5x200')],
    [25, 29.5, 30, 31].map((minute) => ({ minute, alert: REJECTED, alerts: [] })),
  );
});
