/** All parts together, in front of an API server: what reports and pods say of one termination becomes one count. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Ports } from '../../src/collector/collector.ts';
import { Collector } from '../../src/collector/collector.ts';
import type { Report } from '../../src/report/report.ts';
import { parseCollectorService } from '../../src/settings/collector.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { hung, POD } from '../delivery/support/reports.ts';
import { ApiPods, endedStatus, podObject, runningStatus } from '../support/api-pods.ts';
import { ApiServer, give } from '../support/api-server.ts';
import { until } from '../support/processes.ts';
import { keepsHangs } from './hangs/hang-example.ts';

const GRACE_SECONDS = 30;
const KEY = 'namespace="shop",workload_kind="StatefulSet",workload="orders",container="app"';

let folder: string;
let server: ApiServer;
let pods: ApiPods;
let hangs: ReturnType<typeof keepsHangs>;
let collector: Collector;
let ports: Ports;
let log: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-collector-'));
  server = await new ApiServer().start();
  pods = new ApiPods(server);
  hangs = keepsHangs(server);
  server.on('POST', /\/tokenreviews$/, ({ body }, response) => {
    const { token } = (body as { spec: { token: string } }).spec;
    const isKnown = token === 'of-orders-1';
    const extra = {
      'authentication.kubernetes.io/pod-name': ['orders-1'],
      'authentication.kubernetes.io/pod-uid': ['uid-1'],
    };
    const user = { username: 'system:serviceaccount:shop:default', uid: 'u', groups: [], extra };
    give(response, {
      status: isKnown ? { authenticated: true, audiences: ['straggler'], user } : { authenticated: false },
    });
  });
  log = [];
  const surroundings = {
    environment: readEnvironment({ KUBERNETES_SERVICE_HOST: '10.96.0.1' }),
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
  };
  const local = '127.0.0.1:0';
  const flags = { receiveAddress: local, metricsAddress: local, readAddress: local };
  collector = new Collector({
    settings: parseCollectorService(
      { ...flags, store: `sqlite:${join(folder, 'reports.db')}` },
      surroundings,
    ),
    access: server.access(),
    log: pino({ level: 'warn' }, { write: (line) => log.push(line) }),
    version: '1.2.3',
    settleAfterMs: 0,
  });
  ports = (await collector.start(AbortSignal.timeout(20_000)))!;
  await until(() => pods.watches === 1, 'the watch of pods');
});
afterEach(async () => {
  await collector.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function post(path: string, body: unknown, token = 'of-orders-1'): Promise<number> {
  const { status } = await fetch(`http://127.0.0.1:${ports.receive}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return status;
}

/** The value of a series; null: there is none. */
async function metric(series: string): Promise<number | null> {
  const text = await (await fetch(`http://127.0.0.1:${ports.metrics}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}

const at = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
const labels = {
  uid: 'uid-1',
  namespace: 'shop',
  ownerReferences: [
    { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'orders', uid: 'set', controller: true },
  ],
};

/** It was asked to end, and was killed at its deadline. */
function killed(): void {
  const deadline = Date.now() - 2_000;
  const deletion = { deletionTimestamp: at(deadline), deletionGracePeriodSeconds: GRACE_SECONDS };
  pods.put(
    podObject('orders-1', {
      ...labels,
      ...deletion,
      status: endedStatus({ exitCode: 137, finishedAt: at(deadline) }),
    }),
  );
  pods.delete('uid-1');
}

const orders = { ...POD, name: 'orders-1', uid: 'uid-1', workload: { kind: 'StatefulSet', name: 'orders' } };
const early = (): Report => ({ ...hung(), pod: orders, complete: false });
const hello = {
  schema: 'straggler.pod/v1',
  pod: orders,
  containers: ['app'],
  profile: 'same-uid',
  mode: 'standby',
  version: '1.2.3',
  readable: true,
  limits: [],
};

test('from hello to the end: at 0 before anything hangs, watched, then counted once, as a Hang object, and gone', async () => {
  pods.put(podObject('orders-1', { ...labels, status: runningStatus() }));
  expect(await post('/v1/pods', hello)).toBeLessThan(300);
  expect(await metric(`straggler_terminations_total{${KEY},outcome="hung"}`)).toBe(0);
  const watched =
    'straggler_pods_watched{namespace="shop",workload_kind="StatefulSet",workload="orders",profile="same-uid"}';
  await until(async () => (await metric(watched)) === 1, 'the gauge of watched pods', 15_000);

  // What a kill leaves behind: a report that was written before the end was known.
  expect(await post('/v1/reports', early())).toBeLessThan(300);
  expect(await post('/v1/reports', early())).toBe(409);
  expect(hangs.size).toBe(0);
  killed();
  await until(
    async () => (await metric(`straggler_terminations_total{${KEY},outcome="hung"}`)) === 1,
    'the count',
  );
  expect(await metric(`straggler_hangs_total{${KEY},cause="cancel-swallowed"}`)).toBe(1);
  await until(() => [...hangs.values()][0]?.status, 'the Hang object', 15_000);
  expect([...hangs.keys()][0]).toMatch(/^shop\/orders-[0-9a-f]{6}$/);
  expect([...hangs.values()][0]?.status).toMatchObject({ pods: 1, workload: 'statefulset/orders' });
  await until(async () => ((await metric(watched)) ?? 0) === 0, 'the end of the watched pod', 15_000);
  expect(log).toEqual([]);
});

test('a pod whose sidecar sent nothing is counted by how its container ended, with no cause', async () => {
  pods.put(podObject('orders-1', { ...labels, status: runningStatus() }));
  killed();
  await until(
    async () => (await metric(`straggler_terminations_total{${KEY},outcome="hung"}`)) === 1,
    'the count',
  );
  expect(await metric(`straggler_hangs_total{${KEY},cause="unknown"}`)).toBe(1);
  expect(await metric(`straggler_termination_duration_seconds_count{${KEY}}`)).toBe(1);
  expect(hangs.size).toBe(0);
});

test('a forged token, and a body of another pod, are refused and counted', async () => {
  expect(await post('/v1/reports', early(), 'forged')).toBe(401);
  expect(await post('/v1/reports', { ...early(), pod: { ...orders, uid: 'uid-2' } })).toBe(403);
  expect(await metric('straggler_reports_received_total{result="rejected_auth"}')).toBe(2);
  const pages = await fetch(`http://127.0.0.1:${ports.read}/api/v1/reports`);
  expect(await pages.json()).toMatchObject({ reports: [] });
});
