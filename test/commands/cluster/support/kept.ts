/** What a collector may have. */
import type { HangSummary } from '../../../../src/collector/model/hang.ts';
import type { ReportSummary } from '../../../../src/collector/model/kept-report.ts';

const MINUTE_MS = 60_000;

/** Last seen four minutes ago. */
export function hang(changes: Partial<HangSummary> = {}): HangSummary {
  const nowMs = Date.now();
  return {
    fingerprint: '3f9a1c07d2e4b586',
    finding: {
      cause: 'cancel-swallowed',
      certainty: 'certain',
      title: "Task 'poller' swallowed its cancellation",
      sentence: "Task 'poller' swallowed its cancellation at worker.py:42.",
      fix: 'Let it pass.',
      culprit: 'worker.py:42 Worker.poll',
      file: '/srv/worker.py',
      line: 42,
      construct: null,
      source: null,
      evidence: [],
    },
    namespaces: ['shop'],
    workloads: [{ namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' }, pods: 37 }],
    pods: 37,
    occurrences: 40,
    firstSeenMs: nowMs - 3_000 * MINUTE_MS,
    lastSeenMs: nowMs - 4.5 * MINUTE_MS,
    days: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40],
    images: [],
    ...changes,
  };
}

/** Came three hours ago. */
export function summary(changes: Partial<ReportSummary> = {}): ReportSummary {
  const nowMs = Date.now();
  return {
    id: '01JDB4Z0R0000000000000000A',
    revision: 4,
    abridged: false,
    complete: true,
    settled: true,
    namespace: 'shop',
    pod: 'orders-7d9c-x2x4z',
    podUid: '6f1c8d0e-1111-2222-3333-444455556666',
    node: 'node-1',
    workload: { kind: 'Deployment', name: 'orders' },
    container: 'app',
    image: 'registry.example/orders:1.2',
    outcome: 'hung',
    cause: 'cancel-swallowed',
    certainty: 'certain',
    fingerprint: '3f9a1c07d2e4b586',
    culprit: 'worker.py:42 Worker.poll',
    summary: "Task 'poller' swallowed its cancellation.",
    startedAtMs: nowMs - 181 * MINUTE_MS,
    deadlineAtMs: nowMs - 180.5 * MINUTE_MS,
    durationSeconds: 30,
    graceSeconds: 30,
    receivedAtMs: nowMs - 180.5 * MINUTE_MS,
    ...changes,
  };
}
