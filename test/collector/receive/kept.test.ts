import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Intake } from '../../../src/collector/intake/intake.ts';
import { ReceiveServer } from '../../../src/collector/receive/receive-server.ts';
import { openStore } from '../../../src/collector/store/open.ts';
import { CollectorChannel } from '../../../src/delivery/channels/collector.ts';
import { CollectorClient } from '../../../src/delivery/collector/client.ts';
import { CAUSE_CODES } from '../../../src/diagnosis/vocabulary.ts';
import { createCollectorMetrics } from '../../../src/metrics/collector.ts';
import { parseReport } from '../../../src/report/parse.ts';
import { reportJson } from '../../../src/report/render/json.ts';
import { crowded, exited, hung, POD } from '../../delivery/support/reports.ts';
import { post, SENDER, SETTINGS, sample } from './world.ts';

const LABELS = 'namespace="shop",workload_kind="Deployment",workload="orders",container="app"';
const share = (last: boolean) => ({ last, limitMs: 10_000, signal: new AbortController().signal });
let folder: string;
let running: Awaited<ReturnType<typeof begin>> | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-kept-'));
});
afterEach(async () => {
  await running?.stop();
  running = null;
  rmSync(folder, { recursive: true });
});

/** What receives, in front of the SQLite of the folder. */
async function begin() {
  const store = openStore({ kind: 'sqlite', path: join(folder, 'straggler.db') });
  await store.start();
  const metrics = createCollectorMetrics({ version: '1.2.3', causes: CAUSE_CODES, maxSeries: 100 });
  const intake = new Intake({ store, metrics, settleAfterMs: 0 });
  await intake.start();
  const silent = () => undefined;
  const log = { info: silent, warn: silent, error: silent };
  const authenticate = () => Promise.resolve(SENDER);
  const server = new ReceiveServer({ settings: SETTINGS, authenticate, intake, metrics, log });
  const { port } = await server.start();
  const client = new CollectorClient(
    { url: `http://127.0.0.1:${port}`, tokenFile: null, caFile: null },
    '1.2.3',
  );
  const stop = async () => {
    await server.stop();
    await store.stop();
  };
  const counted = (outcome: string) =>
    sample(metrics, `straggler_terminations_total{${LABELS},outcome="${outcome}"}`);
  return { store, intake, metrics, port, channel: new CollectorChannel(client), stop, counted };
}

test('what was accepted is there after a restart, whole, and its series begin at 0', async () => {
  running = await begin();
  const report = crowded(500, { revision: 2 });
  await running.channel.deliver(crowded(500, { revision: 1, complete: false }), share(false));
  await running.channel.deliver(report, share(true));
  expect(await running.counted('hung')).toBe(1);
  await running.stop();
  running = await begin();
  const kept = await running.store.readReport(report.id);
  expect(kept?.summary).toMatchObject({ revision: 2, abridged: false, complete: true, settled: true });
  expect(parseReport(gunzipSync(kept?.document ?? '').toString()).survivors).toHaveLength(500);
  expect(await running.counted('hung')).toBe(0);
  expect((await post(running.port, reportJson(report))).status).toBe(409);
  expect(await running.counted('hung')).toBe(0);
});

test('the whole form is never a duplicate of the abridged one, the abridged one is of the whole', async () => {
  running = await begin();
  const json = reportJson(hung({ revision: 2 }));
  const abridged = { headers: { 'x-straggler-abridged': 'true' } };
  const statuses: number[] = [];
  for (const form of [abridged, abridged, undefined, undefined, abridged])
    statuses.push((await post(running.port, json, form)).status);
  expect(statuses).toEqual([202, 409, 202, 409, 409]);
});

test('a report whose end never came is counted once its deadline is past', async () => {
  running = await begin();
  await running.channel.deliver(hung({ revision: 1, complete: false }), share(false));
  expect(await running.counted('hung')).toBe(0);
  const laterMs = Date.now() + 3_600_000;
  expect(await running.intake.settle(laterMs)).toBe(1);
  expect(await running.intake.settle(laterMs)).toBe(0);
  expect(await running.counted('hung')).toBe(1);
});

test('a hello is a watched pod, and a report of another container counts apart', async () => {
  running = await begin();
  const hello = { pod: POD, containers: ['app'], profile: 'same-uid', mode: 'standby', version: '1' };
  await running.channel.hello(
    {
      schema: 'straggler.pod/v1',
      ...hello,
      readable: false,
      limits: [{ code: 'ptrace', sentence: '', fix: '' }],
    },
    share(false),
  );
  await post(
    running.port,
    reportJson({ ...exited(), id: 'OTHER', target: { ...exited().target, container: 'worker' } }),
  );
  await running.intake.refreshGauges();
  const workload = 'namespace="shop",workload_kind="Deployment",workload="orders"';
  expect(await sample(running.metrics, `straggler_pods_watched{${workload},profile="same-uid"}`)).toBe(1);
  expect(await sample(running.metrics, `straggler_pods_blind{${workload},limit="ptrace"}`)).toBe(1);
  expect(await running.counted('exited')).toBe(0);
  expect(
    await sample(
      running.metrics,
      `straggler_terminations_total{${workload},container="worker",outcome="exited"}`,
    ),
  ).toBe(1);
  expect(await sample(running.metrics, 'straggler_store_reports')).toBe(1);
});
