import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from '@jest/globals';
import { StoreError } from '../../../src/collector/store/store.ts';
import { CollectorChannel } from '../../../src/delivery/channels/collector.ts';
import { wholeBody } from '../../../src/delivery/collector/body.ts';
import { CollectorClient } from '../../../src/delivery/collector/client.ts';
import { parseReport } from '../../../src/report/parse.ts';
import { reportJson } from '../../../src/report/render/json.ts';
import { crowded, exited, hung, POD } from '../../delivery/support/reports.ts';
import { GZIP, post, receiving, results, sample } from './world.ts';

type World = Awaited<ReturnType<typeof receiving>>;
let world: World;
afterEach(() => world.server.stop());

const SERIES = 'namespace="shop",workload_kind="Deployment",workload="orders",container="app"';
const share = (last: boolean) => ({ last, limitMs: 5_000, signal: new AbortController().signal });

function sidecar({ url }: World): CollectorChannel {
  return new CollectorChannel(new CollectorClient({ url, tokenFile: null, caFile: null }, '1.2.3'));
}

test("a sidecar's hello, abridged revisions and whole report arrive, and are counted once", async () => {
  world = await receiving();
  const channel = sidecar(world);
  const hello = {
    schema: 'straggler.pod/v1' as const,
    pod: POD,
    containers: ['app'],
    profile: 'same-uid',
    mode: 'standby',
    version: '1.2.3',
    readable: true,
    limits: [],
  };
  await channel.hello(hello, share(false));
  expect(await sample(world.metrics, `straggler_terminations_total{${SERIES},outcome="hung"}`)).toBe(0);
  for (const revision of [1, 2])
    await channel.deliver(crowded(500, { revision, complete: false }), share(false));
  await channel.deliver(crowded(500, { revision: 3 }), share(true));
  const [kept] = world.store.reports.values();
  expect(kept?.summary).toMatchObject({
    revision: 3,
    abridged: false,
    namespace: 'shop',
    pod: POD.name,
    workload: POD.workload,
    container: 'app',
    cause: 'cancel-swallowed',
    node: 'node-1',
  });
  expect(parseReport(gunzipSync(kept?.document ?? '').toString()).survivors.length).toBeGreaterThan(400);
  expect(await results(world.metrics, 'accepted')).toBe(4);
  expect(await sample(world.metrics, `straggler_terminations_total{${SERIES},outcome="hung"}`)).toBe(1);
  expect(world.store.pods.get(POD.uid)?.containers).toEqual(['app']);
});

test('a duplicate and an older revision are answered 409, and counted as duplicates', async () => {
  world = await receiving();
  const first = reportJson(hung({ revision: 2 }));
  expect((await post(world.port, first)).status).toBe(202);
  expect((await post(world.port, first)).status).toBe(409);
  expect((await post(world.port, reportJson(hung({ revision: 1 })))).status).toBe(409);
  expect(await results(world.metrics, 'duplicate')).toBe(2);
});

test('the whole form is taken after the abridged one of the same revision', async () => {
  world = await receiving();
  const json = reportJson(hung({ revision: 2 }));
  const abridged = { headers: { 'x-straggler-abridged': 'true' } };
  expect((await post(world.port, json, abridged)).status).toBe(202);
  expect((await post(world.port, json)).status).toBe(202);
  expect((await post(world.port, json, abridged)).status).toBe(409);
});

test('a report without a pod is given the one of its token', async () => {
  world = await receiving({
    findPod: () => ({ node: 'node-7', workload: { kind: 'StatefulSet', name: 'db' }, containers: [] }),
  });
  const report = hung();
  expect((await post(world.port, reportJson({ ...report, pod: null }))).status).toBe(202);
  const kept = world.store.reports.get(report.id);
  expect(kept?.summary).toMatchObject({ pod: POD.name, podUid: POD.uid, workload: { kind: 'StatefulSet' } });
  expect(parseReport(gunzipSync(kept?.document ?? '').toString()).pod).toMatchObject({ uid: POD.uid });
});

test('a body that names another pod than the token is refused, whatever it gets wrong', async () => {
  world = await receiving();
  for (const wrong of [{ namespace: 'bank' }, { name: 'other' }, { uid: 'other' }]) {
    const report = { ...hung(), pod: { ...POD, ...wrong } };
    const answer = await post(world.port, reportJson(report));
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'other-pod' });
    const hello = {
      schema: 'straggler.pod/v1',
      pod: { ...POD, ...wrong },
      profile: 'x',
      mode: 'x',
      version: '1',
      readable: true,
      limits: [],
    };
    expect((await post(world.port, JSON.stringify(hello), { path: '/v1/pods' })).status).toBe(403);
  }
  expect(world.store.reports.size).toBe(0);
  expect(world.store.pods.size).toBe(0);
  expect(await results(world.metrics, 'rejected_auth')).toBe(3);
});

test('what is no report of this version is refused with a sentence, and nothing of it comes back', async () => {
  world = await receiving();
  const report = hung();
  const wrong: [string, (string | Uint8Array)?][] = [
    ['not-json', '{"schema":"straggler.report/v1", secret'],
    ['not-json', ''],
    ['not-a-report', '{}'],
    ['not-a-report', '[]'],
    ['newer-version', JSON.stringify({ ...report, schema: 'straggler.report/v2' })],
    ['wrong-shape', JSON.stringify({ ...report, survivors: [{ secret: 1 }] })],
    ['wrong-shape', JSON.stringify({ ...report, id: '../secret' })],
    ['wrong-shape', JSON.stringify({ ...report, id: 'x'.repeat(65) })],
    ['wrong-shape', JSON.stringify({ ...report, outcome: 'secret' })],
    ['wrong-shape', JSON.stringify({ ...report, createdAt: 'secret' })],
    ['wrong-shape', JSON.stringify({ ...report, revision: -1 })],
    ['wrong-shape', JSON.stringify({ ...report, target: { ...report.target, container: 'a b"} 1' } })],
    [
      'wrong-shape',
      `${'['.repeat(100_000)}`.replace('[', '{"schema":"straggler.report/v1","x":[') +
        ']'.repeat(100_000) +
        '}',
    ],
    ['not-utf8', Buffer.from([0x7b, 0xff, 0x7d])],
  ];
  for (const [code, body = ''] of wrong) {
    const answer = await post(world.port, body);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([400, code]);
    expect(answer.body).not.toContain('secret');
  }
  expect(await results(world.metrics, 'rejected_schema')).toBe(wrong.length);
  expect(world.logged.join()).not.toContain('secret');
  expect(world.store.reports.size).toBe(0);
});

test('gzip that is none, or that ends too early, is refused', async () => {
  world = await receiving();
  const whole = gzipSync(reportJson(hung()));
  for (const body of [Buffer.from('{}'), whole.subarray(0, whole.length - 9)]) {
    expect((await post(world.port, body, { headers: GZIP })).status).toBe(400);
  }
  expect((await post(world.port, whole, { headers: GZIP })).status).toBe(202);
});

test('a clock that is hours off changes neither the age below zero nor when a report is overdue', async () => {
  world = await receiving();
  for (const offMs of [-7_200_000, 7_200_000]) {
    const off = (time: string) => new Date(Date.parse(time) + offMs).toISOString();
    const nowIso = new Date().toISOString();
    const report = exited({ complete: false });
    const { shutdown } = report;
    if (shutdown === null) throw new Error('an exited report has a shutdown');
    const times = { startedAt: off(nowIso), deadlineAt: off(new Date(Date.now() + 30_000).toISOString()) };
    const id = `SKEW${offMs}`;
    const skewed = {
      ...report,
      id,
      createdAt: off(nowIso),
      shutdown: { ...shutdown, ...times, graceSeconds: 30 },
    };
    expect((await post(world.port, reportJson(skewed))).status).toBe(202);
    const deadlineAtMs = world.store.reports.get(id)?.summary.deadlineAtMs ?? 0;
    expect(Math.abs(deadlineAtMs - Date.now() - 30_000)).toBeLessThan(10_000);
  }
  expect(await sample(world.metrics, 'straggler_report_age_seconds_sum')).toBeGreaterThan(7_000);
  expect(await sample(world.metrics, 'straggler_report_age_seconds_sum')).toBeLessThan(8_000);
});

test('while the store is away senders are asked to come again, and nothing is called accepted', async () => {
  world = await receiving();
  world.store.failure = new StoreError('down at db.internal', {
    code: 'unavailable',
    fix: 'Wait.',
    isTransient: true,
  });
  const answer = await post(world.port, reportJson(hung()));
  expect(answer.status).toBe(503);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(answer.body).not.toContain('db.internal');
  expect(await results(world.metrics, 'accepted')).toBe(0);
  const late = sidecar(world).deliver(hung(), share(true));
  world.store.failure = null;
  await late;
  expect(world.store.reports.size).toBe(1);
});

test('a report of 20,000 survivors is read in a thread, and the next ones do not wait for it', async () => {
  world = await receiving({ settings: { maxReportBytes: 67_108_864 } });
  const large = post(world.port, wholeBody(crowded(20_000)).bytes, { headers: GZIP });
  let isLargeDone = false;
  large.then(
    () => {
      isLargeDone = true;
    },
    () => undefined,
  );
  const small = { ...exited(), id: 'SMALL' };
  expect((await post(world.port, reportJson(small))).status).toBe(202);
  expect(isLargeDone).toBe(false);
  expect((await large).status).toBe(202);
  expect(world.store.reports.size).toBe(2);
});
