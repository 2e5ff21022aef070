/** The commands that read, by a kubeconfig and through an API server on the loopback. A real one is in test/e2e. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { forwardsTo } from '../../support/api-forward.ts';
import { ApiServer, give, refuse } from '../../support/api-server.ts';
import { until } from '../../support/processes.ts';
import type { Running } from '../straggler.ts';
import { begin, straggler } from '../straggler.ts';
import { hang } from './support/kept.ts';
import type { ReadApi } from './support/read-api.ts';
import { readApi } from './support/read-api.ts';

let cluster: ApiServer;
let collector: ReadApi;
let folder: string;
let kubeconfig: string;
let running: Running | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-cluster-'));
  kubeconfig = join(folder, 'config');
  cluster = await new ApiServer().start();
  collector = await readApi({ hangs: [hang()] });
  configure(cluster.access().config().getCurrentCluster()?.server ?? '');
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = undefined;
  await collector.stop();
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

function configure(server: string): void {
  const context = { cluster: 'c', user: 'u', namespace: 'work' };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: 'geheim' } }],
    contexts: [{ name: 'here', context }],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
}

const portOf = ({ url }: ReadApi) => Number(new URL(url).port);
const hangs = (...words: string[]) => straggler(['hangs', '--kubeconfig', kubeconfig, ...words]);

const pod = (name: string, isReady = true, namespace = 'straggler') => ({
  metadata: { name, namespace },
  status: { conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
});

/** What the list of pods gives. */
function hasPods(...items: object[]): void {
  cluster.on('GET', /\/pods$/, (_, response) => give(response, { items }));
}

test('the collector is found by its labels, and asked through a port-forward to its pod', async () => {
  hasPods(pod('down', false), pod('up'));
  const paths = forwardsTo(cluster, portOf(collector));
  const { status, stdout, stderr } = await hangs();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('worker.py:42 Worker.poll');
  expect(cluster.asked[0]?.path).toBe('/api/v1/pods');
  expect(cluster.asked[0]?.query.get('labelSelector')).toBe(
    'app.kubernetes.io/name=straggler,app.kubernetes.io/component=collector',
  );
  expect(paths.at(-1)).toBe('/api/v1/namespaces/straggler/pods/up/portforward?ports=8081');
});

test('KUBECONFIG is read where there is no --kubeconfig', async () => {
  hasPods(pod('up'));
  forwardsTo(cluster, portOf(collector));
  expect(await straggler(['hangs'], { env: { KUBECONFIG: kubeconfig } })).toMatchObject({ status: 0 });
});

test('--collector-namespace looks there alone', async () => {
  hasPods(pod('up', true, 'tools'));
  forwardsTo(cluster, portOf(collector));
  expect((await hangs('--collector-namespace', 'tools')).status).toBe(0);
  expect(cluster.asked.map(({ path }) => path)).toEqual(['/api/v1/namespaces/tools/pods']);
});

test.each(['work', 'straggler'])(
  'who may not look everywhere finds it in namespace %s',
  async (namespace) => {
    cluster.on('GET', /\/pods$/, ({ path }, response) => {
      if (path === '/api/v1/pods') refuse(response, 403, { message: 'not everywhere' });
      else give(response, { items: path.includes(`/${namespace}/`) ? [pod('up', true, namespace)] : [] });
    });
    forwardsTo(cluster, portOf(collector));
    expect((await hangs()).status).toBe(0);
  },
);

test.each<[string, () => void, string, string]>([
  ['there is none', () => hasPods(), 'There is no collector', 'helm install'],
  ['none is ready', () => hasPods(pod('a', false)), 'not ready (a)', 'kubectl -n straggler describe pod a'],
  [
    'there are several',
    () => hasPods(pod('a', true, 'one'), pod('b', true, 'two')),
    'several namespaces: one, two',
    '--collector-namespace one',
  ],
  [
    'pods may not be listed',
    () => cluster.on('GET', /\/pods$/, (_, response) => refuse(response, 403, { message: 'no' })),
    'with 403: no',
    '--collector-namespace',
  ],
  [
    'the login is too old',
    () => cluster.on('GET', /\/pods$/, (_, response) => refuse(response, 401, { message: 'who?' })),
    'with 401',
    'Log in',
  ],
  ['no port may be forwarded', () => hasPods(pod('a')), 'port-forward to straggler/a:8081', ''],
])('%s: a sentence, what to do, and status 3', async (_, arrange, sentence, fix) => {
  arrange();
  const { status, stdout, stderr } = await hangs();
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toContain(sentence);
  expect(stderr).toContain(fix);
  expect(stderr).not.toMatch(/^ +at |geheim/m);
});

test('a pod that does not listen is said to be so', async () => {
  hasPods(pod('up'));
  forwardsTo(cluster, portOf(collector));
  await collector.stop();
  const { status, stderr } = await hangs();
  expect(status).toBe(3);
  expect(stderr).toContain('Port 8081 of straggler/up cannot be reached');
});

test.each([
  [['--context', 'there'], 'no context "there"'],
  [['--kubeconfig', '/no/such/file'], 'kubeconfig /no/such/file does not exist'],
])('%j: a sentence and status 3', async (words, says) => {
  const { status, stderr } = await straggler(['hangs', ...words], { env: { KUBECONFIG: kubeconfig } });
  expect(status).toBe(3);
  expect(stderr).toContain(says);
});

test('an API server that is dead is said to be so', async () => {
  await cluster.stop();
  const { status, stderr } = await hangs();
  expect(status).toBe(3);
  expect(stderr).toContain('ECONNREFUSED');
});

test('one that takes connections and says nothing is given up, and Ctrl-C does not wait for that', async () => {
  const silent: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  configure(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  try {
    const first = once(silent, 'connection');
    running = begin(['hangs', '--kubeconfig', kubeconfig]);
    await Promise.race([first, running.ended]);
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('asked to end before it had an answer'),
    });
    const { status, stderr } = await hangs();
    expect(status).toBe(3);
    expect(stderr).toContain('did not answer');
  } finally {
    silent.close();
  }
});

test('ui goes on with the next pod when the first is gone', async () => {
  hasPods(pod('first'));
  const paths = forwardsTo(cluster, portOf(collector));
  running = begin(['ui', '--no-open', '--kubeconfig', kubeconfig]);
  let stderr = '';
  running.child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const address = await new Promise<string>((found, failed) => {
    running?.child.stdout?.once('data', (chunk: Buffer) => found(chunk.toString().trim()));
    void running?.ended.then((ran) => failed(new Error(ran.stderr)));
  });
  expect(await (await fetch(address)).text()).toBe('<h1>Hangs</h1>');
  await collector.stop();
  collector = await readApi({});
  hasPods(pod('second'));
  const again = forwardsTo(cluster, portOf(collector));
  refuseFirst();
  expect(await (await fetch(address)).text()).toBe('<h1>Hangs</h1>');
  expect(paths.every((path) => path.includes('/first/'))).toBe(true);
  expect(again.at(-1)).toContain('/pods/second/');
  await until(() => stderr.includes('from pod second'), 'where the pages come from now');
  running.child.kill('SIGINT');
  expect((await running.ended).status).toBe(0);
});

/** The API server no longer knows the first pod. */
function refuseFirst(): void {
  const { upgrade } = cluster;
  cluster.upgrade = (request, socket) => {
    if (request.url?.includes('/first/') === true)
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
    else upgrade?.(request, socket);
  };
}
