import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HangWriter } from '../../../src/collector/hangs/hang-writer.ts';
import type { HangObject } from '../../../src/collector/model/hang.ts';
import { StoreError } from '../../../src/collector/store/store.ts';
import { ApiServer, give, refuse } from '../../support/api-server.ts';
import { until } from '../../support/processes.ts';
import { hang, keepsHangs, NOW_MS } from './hang-example.ts';

const TIMING = { intervalMs: 20, restMs: 0, relistMs: 60_000, slowRetryMs: 60 };
const STATUS = /\/status$/;
const OBJECT = /\/hangs\/[^/]+$/;

let server: ApiServer;
let kept: ReturnType<typeof keepsHangs>;
let hangs: HangObject[];
let isLeader: boolean;
let looks: number;
let troubles: string[];
let writer: HangWriter | null;
beforeEach(async () => {
  server = await new ApiServer().start();
  kept = keepsHangs(server);
  hangs = [hang()];
  isLeader = true;
  looks = 0;
  troubles = [];
  writer = null;
});
afterEach(async () => {
  await writer?.stop();
  await server.stop();
});

interface Choices {
  timing?: Partial<typeof TIMING>;
  max?: number;
  namespaces?: string[];
  fail?: () => void;
}

function begin({ timing, max = 500, namespaces = [], fail }: Choices = {}): void {
  writer = new HangWriter({
    access: server.access(),
    store: {
      hangObjects: (limit) => {
        looks++;
        fail?.();
        return Promise.resolve(hangs.slice(0, limit));
      },
    },
    settings: { max, keepDays: 14 },
    namespaces,
    instance: 'straggler',
    pageUrl: null,
    isLeader: () => isLeader,
    onTrouble: (sentence) => troubles.push(sentence),
    nowMs: () => NOW_MS,
    timing: { ...TIMING, ...timing },
  });
  writer.start();
}

/** Whole looks at the store, each after all of the one before was written. */
async function rounds(count: number): Promise<void> {
  const from = looks;
  await until(() => looks > from + count, 'some rounds');
}
const key = 'shop/orders-3f9a1c';
const someoneElse = {
  'app.kubernetes.io/managed-by': 'straggler-collector',
  'app.kubernetes.io/instance': 'other',
};
const mine = { ...someoneElse, 'app.kubernetes.io/instance': 'straggler' };

test('a hang is written once, and its status again when it changes', async () => {
  begin();
  await until(() => kept.get(key)?.status, 'the object');
  await rounds(3);
  expect([server.count('PATCH', OBJECT), server.count('PATCH', STATUS)]).toEqual([1, 1]);
  hangs = [hang({ pods: 38 })];
  await until(() => (kept.get(key)?.status as { pods?: number } | undefined)?.pods === 38, 'the change');
  await rounds(2);
  expect([server.count('PATCH', OBJECT), server.count('PATCH', STATUS)]).toEqual([1, 2]);
  expect(troubles).toEqual([]);
});

test('an object that changes all the time is written now and then', async () => {
  begin({ timing: { restMs: 60_000 } });
  await until(() => kept.get(key)?.status, 'the object');
  for (let pods = 1; pods < 6; pods++) {
    hangs = [hang({ pods })];
    await rounds(1);
  }
  expect(server.count('PATCH', STATUS)).toBe(1);
});

test('one that the store has no more is deleted, also when an earlier leader wrote it; others’ are left alone', async () => {
  kept.set('shop/old', { metadata: { namespace: 'shop', name: 'old', labels: mine } });
  kept.set('shop/foreign', { metadata: { namespace: 'shop', name: 'foreign', labels: someoneElse } });
  begin();
  await until(() => kept.get(key)?.status, 'the object');
  expect([...kept.keys()].sort()).toEqual(['shop/foreign', key]);
  hangs = [];
  await until(() => !kept.has(key), 'the deletion');
  expect([...kept.keys()]).toEqual(['shop/foreign']);
});

test('one that was not seen for too many days is deleted', async () => {
  begin();
  await until(() => kept.get(key)?.status, 'the object');
  hangs = [hang({ lastSeenMs: NOW_MS - 15 * 86_400_000 })];
  await until(() => !kept.has(key), 'the deletion');
});

test('there are never more than allowed, and the newest trouble stays', async () => {
  hangs = Array.from({ length: 30 }, (_, index) => hang({ name: `h${index}` }));
  begin({ max: 10 });
  await until(() => kept.size === 10, 'ten objects');
  hangs = [hang({ name: 'new' }), ...hangs];
  await until(() => kept.has('shop/new'), 'the new one');
  await rounds(2);
  expect(kept.size).toBe(10);
  expect(kept.has('shop/h9')).toBe(false);
});

test('nothing is written for programs outside of Kubernetes, nor outside of the chosen namespaces', async () => {
  hangs = [hang({ namespace: '(none)' }), hang({ namespace: 'bank' }), hang()];
  begin({ namespaces: ['shop'] });
  await until(() => kept.get(key)?.status, 'the object');
  await rounds(2);
  expect([...kept.keys()]).toEqual([key]);
  expect(server.count('GET', /^\/apis\/straggler\.dev\/v1\/hangs$/)).toBe(0);
});

test('who does not lead writes nothing, and who leads again looks at what is there first', async () => {
  isLeader = false;
  begin();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(server.asked).toEqual([]);
  isLeader = true;
  await until(() => kept.get(key)?.status, 'the object');
  isLeader = false;
  await new Promise((resolve) => setTimeout(resolve, 100));
  kept.clear();
  isLeader = true;
  await until(() => kept.get(key)?.status, 'the object again');
});

test('an object that someone deleted is written again after the next look', async () => {
  begin({ timing: { relistMs: 100 } });
  await until(() => kept.get(key)?.status, 'the object');
  kept.delete(key);
  await until(() => kept.get(key)?.status, 'the object again');
});

test('an object that someone deleted is written again at its next change', async () => {
  begin();
  await until(() => kept.get(key)?.status, 'the object');
  kept.delete(key);
  hangs = [hang({ pods: 38 })];
  await until(() => kept.get(key)?.status, 'the object again');
  expect(kept.get(key)?.spec).toEqual({ fingerprint: '3f9a1c77' });
  expect(troubles).toEqual([]);
});

test('a cluster without the definition is told of once, asked slowly, and written to when it has it', async () => {
  let isThere = false;
  server.on('GET', /hangs$/, (_asked, response) => {
    if (isThere) give(response, { metadata: {}, items: [] });
    else refuse(response, 404, { message: 'the server could not find the requested resource' });
  });
  begin({ timing: { slowRetryMs: 300 } });
  await until(() => server.asked.length === 2, 'two tries');
  expect(troubles).toEqual([expect.stringContaining('Apply crds/hangs.straggler.dev.yaml')]);
  isThere = true;
  await until(() => kept.get(key)?.status, 'the object');
  expect(troubles).toHaveLength(1);
});

test.each([
  ['is being deleted', 403, { details: { causes: [{ reason: 'NamespaceTerminating' }] } }],
  ['is gone', 404, { details: { kind: 'namespaces', name: 'dying' } }],
])(
  'a namespace that %s keeps no other from being written, and is no trouble',
  async (_title, status, body) => {
    server.on('PATCH', /namespaces\/dying\//, (_asked, response) => refuse(response, status, body));
    hangs = [hang({ namespace: 'dying' }), hang()];
    begin();
    await until(() => kept.get(key)?.status, 'the object');
    await rounds(2);
    expect(troubles).toEqual([]);
  },
);

test('one object that is refused keeps no other from being written', async () => {
  server.on('PATCH', /namespaces\/strict\//, (_asked, response) =>
    refuse(response, 422, { message: 'a quota' }),
  );
  hangs = [hang({ namespace: 'strict' }), hang()];
  begin();
  await until(() => kept.get(key)?.status && troubles.length > 0, 'the object');
  expect(troubles[0]).toContain('a quota');
});

test('a missing right is told with what to grant', async () => {
  server.on('GET', /hangs$/, (_asked, response) => refuse(response, 403, { message: 'hangs is forbidden' }));
  begin();
  await until(() => server.asked.length >= 3, 'some tries');
  expect(troubles).toEqual([
    expect.stringContaining('Grant get, list, create, patch and delete on hangs.straggler.dev'),
  ]);
});

test('an API server that is down, and a store that is, are waited for', async () => {
  let isStoreDown = true;
  const about = { code: 'unavailable', fix: 'Wait.', isTransient: true } as const;
  await server.stop();
  begin({
    fail: () => {
      if (isStoreDown) throw new StoreError('the database is down', about);
    },
  });
  await until(() => troubles.length === 1, 'the first trouble');
  isStoreDown = false;
  await until(() => troubles.length === 2, 'the second trouble');
  await server.start();
  await until(() => kept.get(key)?.status, 'the object');
  expect(troubles).toEqual([
    expect.stringContaining('the database is down'),
    expect.stringContaining('did not answer'),
  ]);
});

test('a stop does not wait for an API server that is silent', async () => {
  server.on('GET', /hangs$/, () => undefined);
  begin();
  await until(() => server.asked.length === 1, 'a request');
  const beganAtMs = performance.now();
  await writer?.stop();
  expect(performance.now() - beganAtMs).toBeLessThan(2_000);
});
