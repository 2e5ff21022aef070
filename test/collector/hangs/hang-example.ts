/** A hang as the store gives it, and the API server's side of its objects. */
import type { HangObject } from '../../../src/collector/model/hang.ts';
import type { ApiServer, Asked } from '../../support/api-server.ts';
import { give, refuse } from '../../support/api-server.ts';

export const NOW_MS = Date.parse('2026-11-28T12:00:00Z');

export function hang(parts: Partial<HangObject> = {}): HangObject {
  const workload = { kind: 'Deployment', name: 'orders' };
  return {
    name: 'orders-3f9a1c',
    namespace: 'shop',
    fingerprint: '3f9a1c77',
    workload,
    workloads: [{ namespace: 'shop', workload, pods: 37 }],
    finding: {
      cause: 'cancel-swallowed',
      certainty: 'certain',
      title: "Task 'poller' swallowed its cancellation",
      sentence: "Task 'poller' swallowed its cancellation in Worker.poll.",
      fix: 'Raise asyncio.CancelledError again.',
      culprit: 'worker.py:42 Worker.poll',
      file: '/app/worker.py',
      line: 42,
      construct: null,
      source: null,
      evidence: ['it was cancelled 1.2 s after SIGTERM', 'it waits at worker.py:45'],
    },
    pods: 37,
    occurrences: 41,
    firstSeenMs: NOW_MS - 3_600_000,
    lastSeenMs: NOW_MS - 240_000,
    images: [
      { image: 'orders:1.4', firstSeenMs: NOW_MS - 3_600_000, lastSeenMs: NOW_MS - 240_000, occurrences: 41 },
    ],
    reports: ['r2', 'r1'],
    ...parts,
  };
}

interface Kept {
  metadata: { namespace: string; name: string; labels: Record<string, string> };
  spec?: object;
  status?: object;
}

/** Keeps hangs as the API server does: status apart, deleted by uid. By `namespace/name`. */
export function keepsHangs(server: ApiServer): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  const keyOf = ({ path }: Asked) => path.split('/').slice(5, 8).join('/').replace('/hangs', '');
  const at = /^\/apis\/straggler\.dev\/v1\/namespaces\/[^/]+\/hangs\/[^/]+$/;
  server.on(
    'GET',
    /^\/apis\/straggler\.dev\/v1(\/namespaces\/[^/]+)?\/hangs$/,
    ({ path, query }, response) => {
      const namespace = /namespaces\/([^/]+)/.exec(path)?.[1];
      const wanted = (query.get('labelSelector') ?? '').split(',').map((one) => one.split('='));
      const items = [...kept.entries()]
        .filter(([, { metadata }]) => namespace === undefined || metadata.namespace === namespace)
        .filter(([, { metadata }]) => wanted.every(([key = '', value]) => metadata.labels[key] === value))
        .map(([key, { metadata }]) => ({ metadata: { ...metadata, uid: `uid of ${key}` } }));
      give(response, { metadata: {}, items });
    },
  );
  server.on('PATCH', at, (asked, response) => {
    const { metadata, spec } = asked.body as Kept;
    kept.set(keyOf(asked), { ...kept.get(keyOf(asked)), metadata, ...(spec === undefined ? {} : { spec }) });
    give(response, {});
  });
  server.on('PATCH', /\/status$/, (asked, response) => {
    const { status } = asked.body as Kept;
    const key = keyOf(asked);
    const before = kept.get(key);
    if (before === undefined) {
      refuse(response, 404, { message: 'hangs "orders" not found', details: { kind: 'hangs' } });
      return;
    }
    kept.set(key, { ...before, ...(status === undefined ? {} : { status }) });
    give(response, {});
  });
  server.on('DELETE', at, (asked, response) => {
    const { preconditions } = asked.body as { preconditions: { uid: string } };
    if (preconditions.uid === `uid of ${keyOf(asked)}`) kept.delete(keyOf(asked));
    give(response, {});
  });
  return kept;
}
