import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createSocketServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Forwarding } from '../../src/kubernetes/port-forward.ts';
import { forwardPort } from '../../src/kubernetes/port-forward.ts';
import { forwardsTo } from '../support/api-forward.ts';
import { ApiServer } from '../support/api-server.ts';
import { until } from '../support/processes.ts';

let api: ApiServer;
let pod: Server;
let podPort: number;
let forwarding: Forwarding | null;
beforeEach(async () => {
  forwarding = null;
  api = await new ApiServer().start();
  pod = createServer((request, response) => response.end(`${request.url} `.repeat(50_000)));
  podPort = await listen(pod);
});
afterEach(async () => {
  await forwarding?.stop();
  await api.stop();
  pod.closeAllConnections();
  pod.close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Takes requests and says nothing. */
async function silentPod(): Promise<{ port: number; isAsked: () => Promise<unknown>; close: () => void }> {
  let requests = 0;
  const silent = createSocketServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => requests++);
  });
  const port = await listen(silent as unknown as Server);
  return { port, isAsked: () => until(() => requests > 0, 'a request'), close: () => silent.close() };
}

const target = { namespace: 'shop', pod: 'collector-1', port: 8_081 };
const address = () => `http://127.0.0.1:${forwarding?.port}`;

test('every connection to the local port is one to the port of the pod', async () => {
  const paths = forwardsTo(api, podPort);
  forwarding = await forwardPort(api.access(), target);
  const texts = await Promise.all(
    ['/a', '/b', '/c'].map((path) => fetch(address() + path).then((one) => one.text())),
  );
  expect(texts.map((text) => [text.slice(0, 3), text.length])).toEqual([
    ['/a ', 150_000],
    ['/b ', 150_000],
    ['/c ', 150_000],
  ]);
  expect(paths[0]).toBe('/api/v1/namespaces/shop/pods/collector-1/portforward?ports=8081');
  expect(forwarding.trouble()).toBeNull();
});

test('a client that has said all it will gets its answer whole', async () => {
  forwardsTo(api, podPort);
  forwarding = await forwardPort(api.access(), target);
  const got = await new Promise<string>((resolve, reject) => {
    let text = '';
    const client = connect({ host: '127.0.0.1', port: forwarding?.port ?? 0, allowHalfOpen: true });
    client.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    client.on('error', reject);
    client.on('end', () => {
      client.destroy();
      resolve(text);
    });
    client.end('GET /x HTTP/1.0\r\n\r\n');
  });
  expect(got.match(/\/x /g)).toHaveLength(50_000);
});

test.each([
  ['403 Forbidden', 'forbidden', 'pods/portforward'],
  ['404 Not Found', 'not-found', 'pod is still there'],
  ['500 Internal Server Error', 'failed', 'pod runs'],
])('a refusal with %s is told before anyone connects', async (status, code, fix) => {
  api.upgrade = (_request, socket) => socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
  await expect(forwardPort(api.access(), target)).rejects.toMatchObject({
    name: 'ClusterError',
    code,
    fix: expect.stringContaining(fix),
  });
});

test('an API server that is down is unreachable', async () => {
  const access = api.access();
  access.config();
  await api.stop();
  await expect(forwardPort(access, target)).rejects.toMatchObject({ code: 'unreachable' });
  await api.start();
});

test('a port that nobody listens on cuts the client off, and why is known', async () => {
  forwardsTo(api, podPort);
  forwarding = await forwardPort(api.access(), target);
  pod.closeAllConnections();
  await new Promise((resolve) => pod.close(resolve));
  await expect(fetch(address())).rejects.toThrow();
  await until(() => forwarding?.trouble(), 'the reason');
  expect(forwarding.trouble()).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a connection that is lost in its middle ends the client, and the next one works', async () => {
  const silent = await silentPod();
  forwardsTo(api, silent.port);
  forwarding = await forwardPort(api.access(), target);
  const cut = fetch(address());
  await silent.isAsked();
  silent.close();
  await api.restart(50);
  await expect(cut).rejects.toThrow();
  forwardsTo(api, podPort);
  expect((await fetch(`${address()}/again`)).status).toBe(200);
});

test('after its end nobody is connected and nobody can be', async () => {
  const silent = await silentPod();
  forwardsTo(api, silent.port);
  forwarding = await forwardPort(api.access(), target);
  const open = fetch(address());
  await silent.isAsked();
  const failed = expect(open).rejects.toThrow();
  await forwarding.stop();
  await failed;
  await expect(fetch(address())).rejects.toThrow();
  silent.close();
});
