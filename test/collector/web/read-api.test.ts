import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { clusterScene, hangDetail, reportSummary } from './support/cluster-scene.ts';
import type { Running } from './support/server.ts';
import { startReading } from './support/server.ts';

let running: Running;
beforeEach(async () => {
  running = await startReading(clusterScene(), { version: '1.2.3' });
});
afterEach(() => running.stop());

const data = async (path: string): Promise<unknown> => {
  const { headers, text } = await running.get(path);
  expect(headers['content-type']).toBe('application/json');
  return JSON.parse(text);
};

test('hangs come newest first, and without what only one hang tells', async () => {
  const { hangs } = (await data('/api/v1/hangs?namespace=shop')) as { hangs: { fingerprint: string }[] };
  expect(hangs.map(({ fingerprint }) => fingerprint)).toEqual(['94516565f84aa19b', 'e3c03dde8baa4e1c']);
  const { nodes, goneSince, ...summary } = hangDetail();
  expect(hangs[0]).toEqual(summary);
});

test('one hang comes with its nodes', async () => {
  expect(await data('/api/v1/hangs/94516565f84aa19b')).toEqual(hangDetail());
});

test('reports come a page at a time', async () => {
  const first = (await data('/api/v1/reports?limit=1')) as { reports: unknown[]; next: string };
  expect(first.reports).toEqual([reportSummary()]);
  const second = (await data(`/api/v1/reports?limit=500&before=${encodeURIComponent(first.next)}`)) as {
    reports: { id: string }[];
    next: string | null;
  };
  expect(second.reports).toHaveLength(6);
  expect(second.next).toBeNull();
});

test('a report comes as it was kept, packed or not', async () => {
  const plain = await running.get('/api/v1/reports/01JDB4Z0R0000000000000000A');
  const packed = await running.get('/api/v1/reports/01JDB4Z0R0000000000000000A', {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(JSON.parse(plain.text)).toMatchObject({ schema: 'straggler.report/v1' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.text).toBe(plain.text);
});

test('the version says what it speaks', async () => {
  expect(await data('/api/v1/version')).toEqual({ version: '1.2.3', schema: 'straggler.read/v1' });
});

test('what is not there is said with a code, a sentence and a fix', async () => {
  for (const path of ['/api/v1/hangs/none', '/api/v1/reports/none', '/api/v1/nothing']) {
    const { status, text } = await running.get(path);
    expect(status).toBe(404);
    expect(JSON.parse(text)).toEqual({
      code: 'not-found',
      sentence: expect.any(String),
      fix: expect.any(String),
    });
  }
});
