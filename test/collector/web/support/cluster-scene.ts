/** What a collector of a shop would hold: four hangs, and reports of every outcome. */
import type { HangDetail } from '../../../../src/collector/model/hang.ts';
import type { HangFinding, ReportSummary } from '../../../../src/collector/model/kept-report.ts';
import type { Report } from '../../../../src/report/report.ts';
import { FIXTURES } from '../../../report/support/fixtures.ts';
import { FixtureStore } from './fixture-store.ts';

export const NOW_MS = Date.parse('2026-11-28T20:17:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function hangFinding(changes: Partial<HangFinding> = {}): HangFinding {
  return {
    cause: 'cancel-swallowed',
    certainty: 'certain',
    title: "Task 'poller' swallowed its cancellation",
    sentence:
      "Task 'poller' swallowed its cancellation at worker.py:42 (`except:` on line 44) and went back to waiting; asyncio.run waits for it.",
    fix: 'Let it pass: `except asyncio.CancelledError: raise` before this clause, or `except Exception:` instead.',
    culprit: 'worker.py:44 Worker.poll',
    file: '/srv/orders/worker.py',
    line: 44,
    construct: { text: 'except:', file: '/srv/orders/worker.py', line: 44 },
    source: { text: 'await self.queue.get()', file: '/srv/orders/worker.py', line: 42 },
    evidence: [
      'cancel() was requested 1 time and not taken back',
      'no progress in 6 captures since the signal',
    ],
    ...changes,
  };
}

export function hangDetail(changes: Partial<HangDetail> = {}): HangDetail {
  return {
    fingerprint: '94516565f84aa19b',
    finding: hangFinding(),
    namespaces: ['shop'],
    workloads: [{ namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' }, pods: 37 }],
    pods: 37,
    occurrences: 41,
    firstSeenMs: NOW_MS - 6 * DAY,
    lastSeenMs: NOW_MS - 4 * MINUTE,
    days: [0, 0, 0, 0, 0, 0, 0, 3, 0, 5, 2, 0, 12, 19],
    images: [
      {
        image: 'registry.example/shop/orders:1.4.1',
        firstSeenMs: NOW_MS - 6 * DAY,
        lastSeenMs: NOW_MS - 2 * DAY,
        occurrences: 10,
      },
      {
        image: 'registry.example/shop/orders:1.4.2',
        firstSeenMs: NOW_MS - DAY,
        lastSeenMs: NOW_MS - 4 * MINUTE,
        occurrences: 31,
      },
    ],
    nodes: [
      { node: 'worker-3', occurrences: 22 },
      { node: 'worker-1', occurrences: 19 },
    ],
    goneSince: null,
    ...changes,
  };
}

export function reportSummary(changes: Partial<ReportSummary> = {}): ReportSummary {
  return {
    id: '01JDB4Z0R0000000000000000A',
    revision: 4,
    abridged: false,
    complete: true,
    settled: true,
    namespace: 'shop',
    pod: 'orders-7d9f8b6c4-x2x7k',
    podUid: '5b0c9a52-6f0e-4f0a-9a58-0d7f2a1c7a11',
    node: 'worker-3',
    workload: { kind: 'Deployment', name: 'orders' },
    container: 'app',
    image: 'registry.example/shop/orders:1.4.2',
    outcome: 'hung',
    cause: 'cancel-swallowed',
    certainty: 'certain',
    fingerprint: '94516565f84aa19b',
    culprit: 'worker.py:44 Worker.poll',
    summary: hangFinding().sentence,
    startedAtMs: NOW_MS - 5 * MINUTE,
    deadlineAtMs: NOW_MS - 5 * MINUTE + 30_000,
    durationSeconds: 30,
    graceSeconds: 30,
    receivedAtMs: NOW_MS - 4 * MINUTE,
    ...changes,
  };
}

export function clusterScene(): FixtureStore {
  const store = new FixtureStore();
  store.overviewAnswer = { terminations: 1_412, killed: 37, slow: 12, medianGraceShare: 0.043 };
  store.hangs.push(
    hangDetail({
      fingerprint: 'e3c03dde8baa4e1c',
      finding: hangFinding({
        cause: 'executor-job-running',
        certainty: 'likely',
        title: "Thread 'asyncio_0' still runs a job of a thread pool",
        sentence:
          "A job in thread 'asyncio_0' still runs `export_all` at jobs.py:118: a thread cannot be cancelled, and the exit of Python joins the pool.",
        fix: 'Give the job a way to end: a time limit on what it calls, or a threading.Event that it looks at and the shutdown sets.',
        culprit: 'jobs.py:118 export_all',
        construct: null,
        source: { text: 'time.sleep(1)', file: '/srv/app/jobs.py', line: 118 },
      }),
      namespaces: ['billing', 'shop'],
      workloads: [
        {
          namespace: 'billing',
          workload: { kind: 'StatefulSet', name: 'ledger-exporter-with-a-long-name' },
          pods: 3,
        },
        { namespace: 'billing', workload: { kind: 'CronJob', name: 'invoices' }, pods: 2 },
        { namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' }, pods: 1 },
        { namespace: 'shop', workload: { kind: 'Deployment', name: 'carts' }, pods: 1 },
      ],
      pods: 7,
      occurrences: 7,
      firstSeenMs: NOW_MS - 3 * HOUR,
      lastSeenMs: NOW_MS - 95 * MINUTE,
      days: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
      images: [
        {
          image:
            'registry.example/billing/ledger@sha256:9d2a6f7c3b1e5d8899aabbccddeeff00112233445566778899aabbccddeeff00',
          firstSeenMs: NOW_MS - 3 * HOUR,
          lastSeenMs: NOW_MS - 95 * MINUTE,
          occurrences: 7,
        },
      ],
    }),
    hangDetail(),
    hangDetail({
      fingerprint: '7b3763b900d8301a',
      finding: hangFinding({
        cause: 'signal-dropped-by-pid1',
        title: 'python (pid 1) is PID 1 without a handler: the kernel drops the signal',
        sentence: 'The kernel dropped SIGTERM, as python is PID 1 and has no handler for it.',
        culprit: 'mailer',
        fix: 'Start it through `tini --`, or install a handler: `signal.signal(signal.SIGTERM, …)`.',
        construct: null,
        source: null,
        evidence: [],
      }),
      namespaces: ['mail'],
      workloads: [{ namespace: 'mail', workload: { kind: 'DaemonSet', name: 'mailer' }, pods: 120 }],
      pods: 120,
      occurrences: 1_240,
      firstSeenMs: NOW_MS - 29 * DAY,
      lastSeenMs: NOW_MS - 8 * DAY,
      days: [88, 90, 76, 91, 84, 60, 0, 0, 0, 0, 0, 0, 0, 0],
      images: ['2.0.0', '2.0.1', '2.1.0', '2.1.1', '2.2.0'].map((tag, index) => ({
        image: `registry.example/mail/mailer:${tag}`,
        firstSeenMs: NOW_MS - (29 - 4 * index) * DAY,
        lastSeenMs: NOW_MS - (25 - 4 * index) * DAY,
        occurrences: 248,
      })),
      goneSince: { image: 'registry.example/mail/mailer:2.3.0', sinceMs: NOW_MS - 7 * DAY },
    }),
  );
  addReports(store);
  return store;
}

function addReports(store: FixtureStore): void {
  const pod = {
    namespace: 'shop',
    name: 'orders-7d9f8b6c4-x2x7k',
    uid: '5b0c9a52',
    node: 'worker-3',
    workload: { kind: 'Deployment', name: 'orders' },
    image: 'registry.example/shop/orders:1.4.2',
  };
  const report = (name: string): Report => ({ ...FIXTURES[name]!(), pod });
  store.addReport(reportSummary(), report('hung'));
  for (let index = 0; index < 4; index++)
    store.addReport(
      reportSummary({
        id: `01JDB4Z0R0000000000000001${index}`,
        pod: `orders-7d9f8b6c4-${index}aaaa`,
        node: 'worker-1',
        receivedAtMs: NOW_MS - (30 + index) * MINUTE,
        complete: index !== 2,
        settled: index !== 3,
        abridged: index === 3,
      }),
      report('hung'),
    );
  store.addReport(
    reportSummary({
      id: '01JDB4Z0R0000000000000002A',
      pod: 'ledger-0',
      namespace: 'billing',
      workload: { kind: 'StatefulSet', name: 'ledger' },
      outcome: 'slow',
      cause: 'executor-job-running',
      fingerprint: 'e3c03dde8baa4e1c',
      culprit: 'jobs.py:118 export_all',
      durationSeconds: 25.2,
      summary:
        "Thread 'asyncio_0' still ran export_all (jobs.py:118), a job of the default executor, and asyncio.run joined it.",
      receivedAtMs: NOW_MS - 2 * HOUR,
    }),
    report('slow'),
  );
  store.addReport(
    reportSummary({
      id: '01JDB4Z0R0000000000000003A',
      pod: 'carts-55d-abcde',
      workload: { kind: 'Deployment', name: 'carts' },
      outcome: 'exited',
      cause: null,
      certainty: null,
      fingerprint: null,
      culprit: null,
      durationSeconds: 0.41,
      summary: 'app.py (pid 17) exited 0.41 s after SIGTERM.',
      receivedAtMs: NOW_MS - 3 * HOUR,
    }),
    report('exited'),
  );
}
