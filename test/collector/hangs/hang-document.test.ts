import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { documentOf } from '../../../src/collector/hangs/hang-document.ts';
import { hang, NOW_MS } from './hang-example.ts';

const options = { instance: 'straggler', pageUrl: 'https://straggler.example' };
const MOST_BYTES = 16_384;

test('a hang becomes an object whose status says all that someone on call asks for', () => {
  const { object, status } = documentOf(hang(), options);
  const head = { apiVersion: 'straggler.dev/v1', kind: 'Hang' };
  expect(object).toEqual({
    ...head,
    metadata: {
      namespace: 'shop',
      name: 'orders-3f9a1c',
      labels: {
        'app.kubernetes.io/managed-by': 'straggler-collector',
        'app.kubernetes.io/instance': 'straggler',
        'straggler.dev/cause': 'cancel-swallowed',
        'straggler.dev/workload': 'orders',
        'straggler.dev/workload-kind': 'deployment',
      },
    },
    spec: { fingerprint: '3f9a1c77' },
  });
  expect(status).toEqual({
    ...head,
    metadata: { namespace: 'shop', name: 'orders-3f9a1c' },
    status: {
      workload: 'deployment/orders',
      cause: 'cancel-swallowed',
      certainty: 'certain',
      culprit: 'worker.py:42 Worker.poll',
      pods: 37,
      occurrences: 41,
      firstSeen: '2026-11-28T11:00:00Z',
      lastSeen: '2026-11-28T11:56:00Z',
      sentence: "Task 'poller' swallowed its cancellation in Worker.poll.",
      evidence: ['it was cancelled 1.2 s after SIGTERM', 'it waits at worker.py:45'],
      fix: 'Raise asyncio.CancelledError again.',
      why: 'https://straggler.example/causes/cancel-swallowed',
      workloads: [{ workload: 'deployment/orders', pods: 37 }],
      images: [
        {
          image: 'orders:1.4',
          firstSeen: '2026-11-28T11:00:00Z',
          lastSeen: '2026-11-28T11:56:00Z',
          occurrences: 41,
        },
      ],
      reports: ['r2', 'r1'],
      howToPull: 'straggler report r2',
      page: 'https://straggler.example/hangs/3f9a1c77',
    },
  });
});

test('without an address of the pages there is no link, and without a report the list is pointed to', () => {
  const { status } = documentOf(hang({ reports: [] }), { ...options, pageUrl: null });
  expect(status.status.page).toBeUndefined();
  expect(status.status.howToPull).toBe('straggler reports --namespace shop');
});

test('whatever a program named itself steers no terminal, and a label that none may be is left out', () => {
  const { finding } = hang();
  const { object, status } = documentOf(
    hang({
      workload: { kind: 'Deployment', name: 'a b' },
      finding: { ...finding, culprit: 'x\u001b[2J\n\u202ey', sentence: 'lone \ud800 half' },
    }),
    options,
  );
  expect(status.status.culprit).toBe('x\\x1b[2J\\n\\u202ey');
  expect(status.status.sentence).toBe('lone \\ud800 half');
  expect(object.metadata.labels).not.toHaveProperty(['straggler.dev/workload']);
});

test('an object stays below 16 KiB and within its schema, however much there is to say', () => {
  const long = '\u{1f9f5}'.repeat(5_000);
  const { finding } = hang();
  const workload = { kind: 'Deployment', name: long };
  const { object, status } = documentOf(
    hang({
      fingerprint: long,
      workload,
      workloads: Array.from({ length: 900 }, () => ({ namespace: 'shop', workload, pods: 1 })),
      finding: {
        ...finding,
        cause: long,
        certainty: long,
        culprit: long,
        sentence: long,
        fix: long,
        evidence: Array.from({ length: 900 }, () => long),
      },
      images: Array.from({ length: 900 }, () => ({
        image: long,
        firstSeenMs: NOW_MS,
        lastSeenMs: NOW_MS,
        occurrences: 1,
      })),
      reports: Array.from({ length: 900 }, () => long),
    }),
    options,
  );
  const bytes = Buffer.byteLength(JSON.stringify({ ...object, ...status, spec: object.spec }));
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(status.status.evidence.length).toBeGreaterThan(0);
});

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  description?: string;
}

test('the definition knows every field of an object, and no other', () => {
  const path = new URL('../../../charts/straggler/crds/hangs.straggler.dev.yaml', import.meta.url);
  const definition = parse(readFileSync(path, 'utf8'));
  const [version] = definition.spec.versions;
  const schema: Schema = version.schema.openAPIV3Schema;
  const { object, status } = documentOf(hang(), options);
  const fields = (value: unknown, at = ''): string[] => {
    if (Array.isArray(value)) return fields(value[0], `${at}[]`);
    if (typeof value !== 'object' || value === null) return [at];
    return Object.entries(value).flatMap(([key, one]) => fields(one, `${at}.${key}`));
  };
  const known = (part: Schema | undefined, at = ''): string[] => {
    if (part?.items !== undefined) return known(part.items, `${at}[]`);
    if (part?.properties === undefined) return [at];
    return Object.entries(part.properties).flatMap(([key, one]) => known(one, `${at}.${key}`));
  };
  expect(fields(status.status).sort()).toEqual(known(schema.properties?.['status']).sort());
  expect(fields(object.spec).sort()).toEqual(known(schema.properties?.['spec']).sort());
  const columns = version.additionalPrinterColumns.filter(({ priority = 0 }) => priority === 0);
  expect(columns.map(({ name }: { name: string }) => name)).toEqual([
    'Workload',
    'Cause',
    'Culprit',
    'Pods',
    'First Seen',
    'Last Seen',
  ]);
  for (const { jsonPath } of version.additionalPrinterColumns) expect(known(schema)).toContain(jsonPath);
});
