import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { ReadContext } from '../../../src/collector/intake/read-report.ts';
import { readReport } from '../../../src/collector/intake/read-report.ts';
import { ReceiveError } from '../../../src/collector/intake/receive-error.ts';
import type { Sender } from '../../../src/collector/model/identity.ts';
import type { Report } from '../../../src/report/report.ts';
import { crowded, exited, hung, POD } from '../../delivery/support/reports.ts';

const TRUSTED: Sender = { kind: 'trusted' };
const OWN: Sender = { kind: 'pod', namespace: POD.namespace, name: POD.name, uid: POD.uid };

function read(report: unknown, context: Partial<ReadContext> = {}) {
  const about = {
    sender: TRUSTED,
    abridged: false,
    receivedAtMs: Date.now(),
    findPod: () => null,
    ...context,
  };
  return readReport(JSON.stringify(report), about);
}

function refusal(report: unknown, context: Partial<ReadContext> = {}) {
  try {
    read(report, context);
  } catch (error) {
    if (error instanceof ReceiveError) return error.refusal;
    throw error;
  }
  return null;
}

const finding = (change: object) => {
  const [first] = hung().findings;
  return { ...hung(), findings: [{ ...first, ...change }] };
};

test('what a hang is described by is taken from the first finding', () => {
  const { incoming } = read(hung());
  expect(incoming.finding).toMatchObject({
    cause: 'cancel-swallowed',
    certainty: 'certain',
    title: "Task 'poller' swallowed its cancellation",
    file: '/srv/app.py',
  });
  expect(incoming.finding?.culprit).toMatch(/^app\.py:\d+ Worker\.poll$/);
  expect(incoming.summary.culprit).toBe(incoming.finding?.culprit);
  expect(incoming.summary.fingerprint).toBe(hung().findings[0]?.fingerprint);
  expect(read(exited()).incoming).toMatchObject({
    finding: null,
    summary: { cause: null, outcome: 'exited' },
  });
});

test('the image that the sidecar cannot know is the one that the API server tells of this container', () => {
  const containers = [
    { name: 'proxy', image: 'proxy:1' },
    { name: hung().target.container ?? '', image: 'shop/orders:1.4' },
  ];
  const findPod = () => ({ node: null, workload: null, containers });
  const unknown = { ...hung(), pod: { ...POD, image: null } };
  const { incoming } = read(unknown, { sender: OWN, findPod });
  expect(incoming.summary.image).toBe('shop/orders:1.4');
  const kept = JSON.parse(gunzipSync(incoming.document).toString()) as Report;
  expect(kept.pod?.image).toBe('shop/orders:1.4');
  expect(read(unknown, { sender: OWN }).incoming.summary.image).toBeNull();
});

test('a process outside of Kubernetes is its own workload, and each report a pod of its own', () => {
  const report = { ...hung(), pod: null };
  const [one, other] = [read(report), read({ ...report, id: 'ANOTHER' })].map(
    ({ incoming }) => incoming.summary,
  );
  expect(one).toMatchObject({
    namespace: '(none)',
    workload: { kind: 'Process', name: 'app.py' },
    pod: '(none)',
  });
  expect(one?.podUid).not.toBe(other?.podUid);
});

test('a pod that nobody made gives its name to no label', () => {
  const pod = { ...POD, workload: { kind: 'Pod', name: POD.name } };
  expect(read({ ...hung(), pod }).incoming.summary.workload).toEqual({ kind: 'Pod', name: '(none)' });
  expect(read({ ...hung(), pod: { ...POD, workload: null } }).incoming.summary.workload.name).toBe('(none)');
});

test('strings for columns are of one line, bounded, and hold nothing that a database or terminal acts on', () => {
  const nasty = `\u001b[2J\u0000\n${'x'.repeat(50_000)}`;
  const { culprit } = hung().findings[0] ?? {};
  const hostile = {
    ...finding({
      sentence: nasty,
      fix: nasty,
      cause: nasty,
      certainty: nasty,
      evidence: Array.from({ length: 1_000 }, () => nasty),
      culprit: { ...culprit, construct: { kind: 'except', text: nasty, file: nasty, line: 1 } },
    }),
    summary: nasty,
    pod: { ...POD, node: nasty, image: nasty },
  };
  const { summary, finding: described } = read(hostile).incoming;
  const columns = JSON.stringify([summary, described]);
  expect(columns.length).toBeLessThan(20_000);
  // As `\x1b` is shown, its backslash is doubled in JSON; what was left as it is would be a single one.
  expect(/[^\\]\\(?:u|n)/.test(columns)).toBe(false);
  expect([summary.cause, summary.certainty]).toEqual(['unknown', 'possible']);
});

test('names that are none are refused rather than kept', () => {
  for (const wrong of ['', 'UPPER', 'a/b', '../x', 'a'.repeat(300), 'x"} 1\n', '-a']) {
    expect(refusal({ ...hung(), pod: { ...POD, namespace: wrong } })?.status).toBe(400);
    expect(refusal({ ...hung(), pod: { ...POD, name: wrong } })?.status).toBe(400);
    expect(
      refusal({ ...hung(), pod: { ...POD, workload: { kind: 'Deployment', name: wrong } } })?.status,
    ).toBe(400);
  }
  expect(refusal(finding({ fingerprint: '<script>' }))?.code).toBe('wrong-shape');
  expect(refusal({ ...hung(), id: 'a_b' })?.code).toBe('wrong-shape');
});

test('the deadline is never later than the grace period allows, whatever the body says', () => {
  const receivedAtMs = Date.now();
  const { shutdown } = hung();
  const report = {
    ...hung(),
    shutdown: { ...shutdown, deadlineAt: '9999-01-01T00:00:00Z', graceSeconds: 30 },
  };
  const { summary } = read(report, { receivedAtMs }).incoming;
  expect(summary.deadlineAtMs).toBeLessThanOrEqual(receivedAtMs + 30_000);
  const negative = { ...hung(), shutdown: { ...shutdown, durationSeconds: -5, graceSeconds: 1e300 } };
  expect(read(negative).incoming.summary).toMatchObject({ durationSeconds: 0, graceSeconds: 8_640_000 });
});

test('a form that lacks something is abridged, with the header or without', () => {
  expect(read(hung(), { abridged: true }).incoming.summary.abridged).toBe(true);
  expect(read({ ...hung(), abridged: ['threads'] }).incoming.summary.abridged).toBe(true);
  expect(read({ ...hung(), abridged: [] }).incoming.summary.abridged).toBe(false);
});

test('the document is kept whole, with fields of a newer version, in gzip', () => {
  for (const report of [
    { ...hung(), later: 1 },
    { ...crowded(2_000), later: 1 },
  ]) {
    const kept = JSON.parse(gunzipSync(read(report).incoming.document).toString()) as Report;
    expect(kept).toMatchObject({ later: 1, id: report.id });
    expect(kept.survivors).toEqual(report.survivors);
  }
});

test('a token proves its pod, and what the body says must agree', () => {
  expect(refusal(hung(), { sender: OWN })).toBeNull();
  expect(refusal(hung(), { sender: { ...OWN, uid: 'other' } })).toMatchObject({
    status: 403,
    counted: 'rejected_auth',
  });
});
