/** Alerts on kills at the end of the grace period. A sample each half minute; minute 20 is sample 40. */
import type { Series } from './promtool.ts';
import { expectAlerts, ORDERS, promtoolTest } from './promtool.ts';

const KILLED = 'StragglerShutdownKilled';
const OFTEN = 'StragglerShutdownKilledOften';

function ended(outcome: string, values: string, more: Record<string, string> = {}): Series {
  const labels = { ...ORDERS, container: 'app', instance: 'a', outcome, ...more };
  return { metric: 'straggler_terminations_total', labels, values };
}

function hung(cause: string, values: string, more: Record<string, string> = {}): Series {
  const labels = { ...ORDERS, container: 'app', instance: 'a', cause, ...more };
  return { metric: 'straggler_hangs_total', labels, values };
}

function collector(values: string, instance = 'a'): Series {
  return { metric: 'up', labels: { job: 'straggler', instance }, values };
}

promtoolTest('one kill fires at once, and is over a quarter of an hour later', () => {
  expectAlerts(
    [collector('1x200'), ended('hung', '0x39 1x160'), ended('exited', '0x39 2x160')],
    [
      { minute: 19, alert: KILLED, alerts: [] },
      { minute: 20.5, alert: KILLED, alerts: [{}] },
      { minute: 34, alert: KILLED, alerts: [{}] },
      { minute: 36, alert: KILLED, alerts: [] },
    ],
  );
});

promtoolTest('terminations in time, and slow ones, are no kills', () => {
  expectAlerts(
    [collector('1x200'), ended('hung', '0x200'), ended('slow', '0x39 9x160'), ended('exited', '0x39 40x160')],
    [
      { minute: 21, alert: KILLED, alerts: [] },
      { minute: 21, alert: OFTEN, alerts: [] },
    ],
  );
});

promtoolTest(
  'a rolling restart of 40 replicas with two containers is one alert, with their most frequent cause',
  () => {
    const more = { container: 'worker' };
    const annotations = {
      description:
        'shop/deployment/orders: 80 killed within 15 minutes. Most frequent cause: cancel-swallowed.',
      hangs_url: 'http://127.0.0.1:8081/?namespace=shop&workload=orders',
      cause_url: 'http://127.0.0.1:8081/causes/cancel-swallowed',
    };
    expectAlerts(
      [
        collector('1x200'),
        ended('hung', '0x39 0+2x20 40x100'),
        ended('hung', '0x39 0+2x20 40x100', more),
        hung('cancel-swallowed', '0x39 0+2x20 40x100'),
        hung('loop-lock-wait', '0x39 0+1x20 20x100', more),
        hung('unknown', '0x200', more),
      ],
      [{ minute: 31, alert: KILLED, alerts: [{ annotations }] }],
    );
  },
);

promtoolTest('each workload has its own alert', () => {
  const cart = { ...ORDERS, workload: 'cart' };
  expectAlerts(
    [collector('1x200'), ended('hung', '0x39 1x160'), ended('hung', '0x39 2x160', { workload: 'cart' })],
    [{ minute: 21, alert: KILLED, alerts: [{}, { labels: cart }] }],
  );
});

promtoolTest('a series that was never scraped at 0 counts with what it begins with', () => {
  expectAlerts(
    [collector('1x200'), ended('hung', '_x39 3x160'), hung('loop-busy', '_x39 3x160')],
    [
      {
        minute: 20.5,
        alert: KILLED,
        alerts: [
          {
            annotations: {
              description:
                'shop/deployment/orders: 3 killed within 15 minutes. Most frequent cause: loop-busy.',
              hangs_url: 'http://127.0.0.1:8081/?namespace=shop&workload=orders',
              cause_url: 'http://127.0.0.1:8081/causes/loop-busy',
            },
          },
        ],
      },
      { minute: 36, alert: KILLED, alerts: [] },
    ],
  );
});

promtoolTest('what an old collector had counted before this Prometheus knew any is no news', () => {
  expectAlerts(
    [collector('1x200'), ended('hung', '37x200'), ended('exited', '5x200')],
    [
      { minute: 1, alert: KILLED, alerts: [] },
      { minute: 10, alert: OFTEN, alerts: [] },
    ],
  );
});

promtoolTest('a gap in scraping does not make old kills new', () => {
  expectAlerts(
    [collector('1x60 0x10 1x100'), ended('hung', '12x60 stale _x9 12x100')],
    [40, 45, 46, 50, 55].map((minute) => ({ minute, alert: KILLED, alerts: [] })),
  );
});

promtoolTest('two collectors that each counted a part are one sum', () => {
  const other = { instance: 'b' };
  expectAlerts(
    [
      collector('1x200'),
      collector('1x200', 'b'),
      ended('hung', '0x39 3x160'),
      ended('hung', '0x39 3x160', other),
      ended('exited', '0x39 10x160'),
      ended('exited', '0x39 10x160', other),
    ],
    [
      { minute: 21, alert: KILLED, alerts: [{}] },
      { minute: 21, alert: OFTEN, alerts: [{}] },
    ],
  );
});

promtoolTest('a collector that is restarted in its place counts on from 0, and nothing twice', () => {
  expectAlerts(
    [collector('1x300'), ended('hung', '7x79 0x20 1x200'), ended('exited', '50x79 0x20 1x200')],
    [
      { minute: 45, alert: KILLED, alerts: [] },
      { minute: 51, alert: KILLED, alerts: [{}] },
      { minute: 51, alert: OFTEN, alerts: [] },
      { minute: 67, alert: KILLED, alerts: [] },
    ],
  );
});

promtoolTest('a collector that takes the place of another counts from its first sample', () => {
  expectAlerts(
    [
      collector('1x79 stale _x219'),
      collector('_x80 1x220', 'b'),
      ended('hung', '7x79 stale _x219'),
      ended('hung', '_x80 2x220', { instance: 'b' }),
    ],
    [
      { minute: 39, alert: KILLED, alerts: [] },
      { minute: 41, alert: KILLED, alerts: [{}] },
      { minute: 57, alert: KILLED, alerts: [] },
    ],
  );
});

promtoolTest('five kills of forty terminations are often, and are over an hour later', () => {
  const annotations = {
    description:
      'shop/deployment/orders: 12.5% of the terminations of the last hour ended with a kill (5 killed). Most frequent cause: loop-lock-wait.',
    hangs_url: 'http://127.0.0.1:8081/?namespace=shop&workload=orders',
    cause_url: 'http://127.0.0.1:8081/causes/loop-lock-wait',
  };
  expectAlerts(
    [
      collector('1x400'),
      ended('hung', '0x139 5x300'),
      ended('exited', '0x139 35x300'),
      hung('loop-lock-wait', '0x139 5x300'),
    ],
    [
      { minute: 69, alert: OFTEN, alerts: [] },
      { minute: 130.5, alert: OFTEN, alerts: [] },
      { minute: 120, alert: OFTEN, alerts: [{ annotations }] },
    ],
  );
});

promtoolTest('four kills are not often, whatever their share, and neither are five of fifty', () => {
  expectAlerts(
    [
      collector('1x400'),
      ended('hung', '0x139 4x200'),
      ended('hung', '0x139 5x200', { workload: 'cart' }),
      ended('exited', '0x139 45x200', { workload: 'cart' }),
    ],
    [{ minute: 75, alert: OFTEN, alerts: [] }],
  );
});
