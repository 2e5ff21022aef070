/** A server that answers as the API server does, well or badly; a real one is in the tests on a cluster. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { watchOwnPod } from '../../src/kubernetes/watch-own-pod.ts';
import { until } from '../support/processes.ts';

const TIMEOUT_MS = 30_000;
let server: Server | null = null;
let stop: (() => void) | null = null;
afterEach(() => {
  stop?.();
  server?.closeAllConnections();
  server?.close();
});

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

interface Seen {
  requests: string[];
  deletions: { startedAtMs: number; graceSeconds: number }[];
  troubles: string[];
}

/** Answers in turn; the last one again and again. */
async function watch(...answers: Answer[]): Promise<Seen> {
  const seen: Seen = { requests: [], deletions: [], troubles: [] };
  server = createServer((request, response) => {
    const answer = answers[Math.min(seen.requests.length, answers.length - 1)]!;
    seen.requests.push(request.url ?? '');
    answer(response, request);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const load = () => {
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      { name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: 'u' },
    );
    return config;
  };
  stop = watchOwnPod(
    { namespace: 'shop', name: 'orders-1' },
    { onDeletion: (one) => seen.deletions.push(one), onTrouble: (one) => seen.troubles.push(one) },
    load,
  );
  return seen;
}

const event = (type: string, metadata: object) =>
  `${JSON.stringify({ type, object: { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'orders-1', ...metadata } } })}\n`;
const deleted = event('MODIFIED', {
  deletionTimestamp: '2026-11-28T12:00:30Z',
  deletionGracePeriodSeconds: 30,
});

test(
  'the start of a deletion is told, which is its deadline less the grace period',
  async () => {
    const seen = await watch((response) => {
      response.write(event('ADDED', {}));
      response.write(event('BOOKMARK', { resourceVersion: '7' }));
      response.write(deleted);
    });
    await until(() => seen.deletions.length > 0, 'a deletion');
    expect(seen.deletions[0]).toEqual({ startedAtMs: Date.parse('2026-11-28T12:00:00Z'), graceSeconds: 30 });
    expect(seen.requests[0]).toContain('/api/v1/namespaces/shop/pods');
    expect(seen.requests[0]).toContain('metadata.name%3Dorders-1');
    expect(seen.requests[0]).toContain('allowWatchBookmarks=true');
  },
  TIMEOUT_MS,
);

test(
  'a watch that ends, quietly or torn off, is begun again',
  async () => {
    const seen = await watch(
      (response) => response.end(event('ADDED', {})),
      (response) => {
        response.write(event('ADDED', {}).slice(0, 20));
        setTimeout(() => response.destroy(), 50);
      },
      (response) => response.write(deleted),
    );
    await until(() => seen.deletions.length > 0, 'a deletion', 15_000);
    expect(seen.requests.length).toBeGreaterThanOrEqual(3);
  },
  TIMEOUT_MS,
);

test(
  'a server that refuses is told of once, with the right that is missing, and asked again',
  async () => {
    const seen = await watch((response) => {
      response.statusCode = 403;
      response.end('{"kind":"Status","reason":"Forbidden","message":"pods is forbidden"}');
    });
    await until(() => seen.requests.length >= 3, 'three requests', 15_000);
    expect(seen.troubles).toHaveLength(1);
    expect(seen.troubles[0]).toContain('get, list and watch on its own pod');
  },
  TIMEOUT_MS,
);

test(
  'after its end it asks no more',
  async () => {
    const seen = await watch((response) => response.end(event('ADDED', {})));
    await until(() => seen.requests.length >= 1, 'a request');
    stop?.();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { length } = seen.requests;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(seen.requests).toHaveLength(length);
  },
  TIMEOUT_MS,
);
