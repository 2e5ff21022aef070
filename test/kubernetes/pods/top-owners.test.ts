import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { TopOwners } from '../../../src/kubernetes/pods/top-owners.ts';
import { ApiServer, give, refuse } from '../../support/api-server.ts';

let server: ApiServer;
let end: AbortController;
let troubles: string[];
let owners: TopOwners;
beforeEach(async () => {
  server = await new ApiServer().start();
  end = new AbortController();
  troubles = [];
  owners = new TopOwners(server.access(), end.signal, (sentence) => troubles.push(sentence));
});
afterEach(async () => {
  end.abort();
  await server.stop();
});

const owned = (apiVersion: string, kind: string, name: string) => ({
  metadata: { ownerReferences: [{ apiVersion, kind, name, controller: true }] },
});
const by = (apiVersion: string, kind: string, name: string, templateHash: string | null = null) => ({
  reference: { apiVersion, kind, name },
  templateHash,
});
const orders = by('apps/v1', 'ReplicaSet', 'orders-7d9f8b6c5', '7d9f8b6c5');

test('the owner of a ReplicaSet is asked for once, without the rest of it', async () => {
  server.on('GET', /replicasets\/orders-7d9f8b6c5$/, (_asked, response) =>
    give(response, owned('argoproj.io/v1', 'Rollout', 'orders')),
  );
  const found = await Promise.all([owners.find('shop', orders), owners.find('shop', orders)]);
  expect([...found, await owners.find('shop', orders)]).toEqual(
    Array.from({ length: 3 }, () => ({ kind: 'Rollout', name: 'orders' })),
  );
  expect(server.asked).toHaveLength(1);
  expect(server.asked[0]?.headers.accept).toContain('as=PartialObjectMetadata');
});

test('a Job of its own is its own top, and one of a CronJob is not', async () => {
  server.on('GET', /jobs\/once$/, (_asked, response) => give(response, { metadata: {} }));
  server.on('GET', /jobs\/nightly-1$/, (_asked, response) =>
    give(response, owned('batch/v1', 'CronJob', 'nightly')),
  );
  expect(await owners.find('shop', by('batch/v1', 'Job', 'once'))).toEqual({ kind: 'Job', name: 'once' });
  expect(await owners.find('shop', by('batch/v1', 'Job', 'nightly-1'))).toEqual({
    kind: 'CronJob',
    name: 'nightly',
  });
});

test('where it is forbidden the names tell, it is said once, and nobody is asked again', async () => {
  server.on('GET', /./, (_asked, response) => refuse(response, 403, { message: 'no' }));
  expect(await owners.find('shop', orders)).toEqual({ kind: 'Deployment', name: 'orders' });
  expect(await owners.find('shop', by('batch/v1', 'Job', 'nightly-28371230'))).toEqual({
    kind: 'CronJob',
    name: 'nightly',
  });
  expect(await owners.find('shop', by('batch/v1', 'Job', 'migrate'))).toEqual({
    kind: 'Job',
    name: 'migrate',
  });
  expect(troubles).toEqual([expect.stringContaining('grant get on replicasets.apps and jobs.batch')]);
  expect(server.asked).toHaveLength(1);
});

test('a ReplicaSet whose name does not end in its hash is taken as it is', async () => {
  server.on('GET', /./, (_asked, response) => refuse(response, 500, {}));
  const clue = by('apps/v1', 'ReplicaSet', 'by-hand', 'abc');
  expect(await owners.find('shop', clue)).toEqual({ kind: 'ReplicaSet', name: 'by-hand' });
});

test('one that is gone already is told from its name', async () => {
  expect(await owners.find('shop', orders)).toEqual({ kind: 'Deployment', name: 'orders' });
});

test('others are asked for nothing: a StatefulSet is a top, a node and nobody are none', async () => {
  expect(await owners.find('shop', by('apps/v1', 'StatefulSet', 'db'))).toEqual({
    kind: 'StatefulSet',
    name: 'db',
  });
  expect(await owners.find('shop', by('v1', 'Node', 'node-1'))).toBeNull();
  expect(await owners.find('shop', { reference: null, templateHash: null })).toBeNull();
  expect(server.asked).toEqual([]);
});
