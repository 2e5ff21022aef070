/** Reports as they come from a sidecar, and endings as the API server tells them. */
import { gzipSync } from 'node:zlib';
import type { ReportFilter } from '../../../src/collector/model/filter.ts';
import { ANY_HANG } from '../../../src/collector/model/filter.ts';
import type { HangFinding, IncomingReport } from '../../../src/collector/model/kept-report.ts';
import type { ContainerEnding } from '../../../src/collector/model/termination.ts';

export const T0 = Date.UTC(2026, 10, 20, 12);
export const SECOND = 1_000;
export const DAY = 86_400_000;
export const FINGERPRINT = '3f9a1c0000000001';

export const ANY_REPORT: ReportFilter = {
  ...ANY_HANG,
  outcome: null,
  fingerprint: null,
  before: null,
  limit: 100,
};

const FINDING: HangFinding = {
  cause: 'cancel-swallowed',
  certainty: 'certain',
  title: "Task 'poller' swallowed its cancellation",
  sentence: "Task 'poller' swallowed its cancellation at worker.py:42.",
  fix: 'let it pass',
  culprit: 'worker.py:42 Worker.poll',
  file: '/srv/worker.py',
  line: 42,
  construct: { text: 'except:', file: '/srv/worker.py', line: 44 },
  source: null,
  evidence: ['cancel() was requested 1 time'],
};

type Summary = IncomingReport['summary'];

export interface Given extends Partial<Summary> {
  receivedAtMs?: number;
  text?: string;
}

/** Of a termination that is still under way, as the first revision looks; `given` says otherwise. */
export function incoming(given: Given = {}): IncomingReport {
  const { receivedAtMs = T0, text = 'a document', ...summary } = given;
  const cause = summary.cause === undefined ? FINDING.cause : summary.cause;
  const whole: Summary = {
    id: '01REPORT',
    revision: 1,
    abridged: false,
    complete: false,
    namespace: 'shop',
    pod: 'orders-7d9f-abcde',
    podUid: 'uid-1',
    node: 'node-1',
    workload: { kind: 'Deployment', name: 'orders' },
    container: 'app',
    image: 'orders:1',
    outcome: 'hung',
    cause,
    certainty: cause === null ? null : 'certain',
    fingerprint: cause === null ? null : FINGERPRINT,
    culprit: cause === null ? null : FINDING.culprit,
    summary: FINDING.sentence,
    startedAtMs: T0,
    deadlineAtMs: T0 + 30 * SECOND,
    durationSeconds: 0.25,
    graceSeconds: 30,
    ...summary,
  };
  return {
    summary: whole,
    document: gzipSync(JSON.stringify({ text })),
    receivedAtMs,
    finding: cause === null ? null : { ...FINDING, cause },
  };
}

/** Seen to the end: killed at the deadline. */
export function hung(given: Given = {}): IncomingReport {
  return incoming({ revision: 3, complete: true, durationSeconds: 30, ...given });
}

export function exited(given: Given = {}): IncomingReport {
  return incoming({
    revision: 3,
    complete: true,
    outcome: 'exited',
    durationSeconds: 3,
    cause: null,
    summary: 'It exited.',
    ...given,
  });
}

/** Of a container of a pod that was killed at its deadline. */
export function ending(given: Partial<ContainerEnding> = {}): ContainerEnding {
  return {
    podUid: 'uid-1',
    key: { namespace: 'shop', workload: { kind: 'Deployment', name: 'orders' }, container: 'app' },
    pod: 'orders-7d9f-abcde',
    node: 'node-1',
    image: 'orders:1',
    startedAtMs: T0,
    graceSeconds: 30,
    endedAtMs: T0 + 30 * SECOND,
    exitCode: 137,
    signal: null,
    reason: 'deadline',
    ...given,
  };
}
